"""Packs `resources/`, which stands beside the package in a checkout, into the wheel as `secdesk/resources/`."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

RESOURCES = Path("resources")


class BuildWithResources(build_py):
    """Copies every file below `resources/`; an editable install copies nothing, the checkout serves it directly."""

    def run(self) -> None:
        """Build the modules as always, then put the resources beside them."""
        super().run()
        if not self.editable_mode:
            for source, target in self._resources().items():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Name the copied files too, so that an uninstall knows them."""
        return [*super().get_outputs(include_bytecode), *map(str, self._resources().values())]

    def _resources(self) -> dict[Path, Path]:
        place = Path(self.build_lib, "secdesk", "resources")
        return {file: place / file.relative_to(RESOURCES) for file in sorted(RESOURCES.rglob("*")) if file.is_file()}


setup(cmdclass={"build_py": BuildWithResources})
