"""One window for each register: a second start brings the first window to the front (design.md 6).

Only a register that is open for writing listens, under a name made of its path and the account. A start with
``--no-single-instance`` neither asks nor listens; it then opens the register read-only beside the first window.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal

_SHOW, _SHOWN = b"show\n", b"shown\n"
_PATIENCE_MS = 1000


def name_of(register: Path) -> str:
    """Return the name under which the window of a register listens."""
    from secdesk.register.lock import login_name

    words = f"{login_name()}\n{register.resolve()}"
    return f"secdesk-{hashlib.sha256(words.encode()).hexdigest()[:24]}"


def show_other(register: Path) -> bool:
    """Ask the window that has a register open to come to the front; False where there is none that answers."""
    if not Path(f"{register}.holder").exists():
        return False  # nobody has it open, so there is no need to load what could ask
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name_of(register))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(_SHOW)
    socket.flush()
    answered = socket.waitForReadyRead(_PATIENCE_MS)
    answer = bytes(socket.readAll().data()) if answered else b""
    socket.disconnectFromServer()
    return answer == _SHOWN


class OneWindow(QObject):
    """Listens for second starts on the register that is open."""

    wanted = Signal()
    """Somebody started the program again on this register: bring the window to the front."""

    def __init__(self, parent: QObject) -> None:
        """Listen to nothing yet."""
        super().__init__(parent)
        self._server: QObject | None = None

    def listen(self, register: Path) -> bool:
        """Listen for a register from now on; False where the system does not allow it, which matters to nobody."""
        from PySide6.QtNetwork import QLocalServer

        self.stop()
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name_of(register))  # what a crash left; the register's lock is ours by now
        if not server.listen(name_of(register)):
            server.deleteLater()
            return False
        server.newConnection.connect(lambda: self._on_asked(server))
        self._server = server
        return True

    def stop(self) -> None:
        """Listen no more."""
        from PySide6.QtNetwork import QLocalServer

        if isinstance(self._server, QLocalServer):
            self._server.close()
            self._server.deleteLater()
        self._server = None

    def _on_asked(self, server: QObject) -> None:
        from PySide6.QtNetwork import QLocalServer

        assert isinstance(server, QLocalServer), "only a server of this kind is listened to"
        socket = server.nextPendingConnection()
        if socket is None:
            return
        socket.write(_SHOWN)
        socket.flush()
        socket.disconnected.connect(socket.deleteLater)
        self.wanted.emit()
