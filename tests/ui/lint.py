"""What is wrong with what is shown: names, room, sizes, sideways scrolling, the way of Tab, letters given out twice.

The rules are those of ux.md 3.12 and 5 (G9 to G11, G15); :func:`findings` tells every breach in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QMenu,
    QRadioButton,
    QTableView,
    QTextBrowser,
    QWidget,
)

from secdesk.ui import texts
from secdesk.ui.main_window import MainWindow
from tests.ui.frames import clipped, commands, focusable, menu_words, small, unnamed

MOST_STEPS = 400
LEAST = 24
"""Pixels of the smallest thing that a pointer must hit (WCAG 2.5.8)."""


def settle() -> None:
    """Let everything that was asked for happen."""
    for _ in range(4):
        QTest.qWait(5)
        QApplication.sendPostedEvents()


def findings(root: QWidget) -> Iterator[str]:
    """Yield what is wrong with a window, a dialog, a panel or a menu that is shown."""
    if isinstance(root, QMenu):
        yield from menu_faults(root)
        return
    yield from (f"without a name: {each}" for each in unnamed(root))
    yield from (f"too little room: {each}" for each in (*clipped(root), *short_of_lines(root), *cut_choices(root)))
    yield from (f"under 24 px: {each}" for each in small(root))
    yield from (f"scrolls sideways: {each}" for each in sideways(root))
    yield from (f"beyond its frame: {each}" for each in beyond(root))
    yield from (f"heading cut: {each}" for each in cut_headings(root))
    if root.isWindow():
        yield from (f"tab ring: {each}" for each in ring_faults(root))
    yield from (f"Alt and a letter twice: {each}" for each in twice(root))


# --- room -----------------------------------------------------------------------------------------------------------


def sideways(root: QWidget) -> list[str]:
    """Return the areas that show a horizontal scroll bar."""
    areas = [each for each in root.findChildren(QAbstractScrollArea) if each.isVisibleTo(root)]
    return [each.objectName() for each in areas if each.horizontalScrollBar().isVisibleTo(root)]


def short_of_lines(root: QWidget) -> list[tuple[str, str]]:
    """Return labels of several lines that are lower than their words need at their width."""
    labels = [each for each in root.findChildren(QLabel) if each.isVisibleTo(root) and each.wordWrap() and each.text()]
    short = [each for each in labels if each.heightForWidth(each.width()) > each.height()]
    return [(each.objectName(), each.text()[:30]) for each in short]


def cut_choices(root: QWidget) -> list[tuple[str, str]]:
    """Return lists to choose from that are too narrow for what is chosen in them."""
    boxes = [each for each in root.findChildren(QComboBox) if each.isVisibleTo(root) and not each.property("elides")]
    return [(each.objectName(), each.currentText()[:30]) for each in boxes if _too_narrow(each)]


def _too_narrow(box: QComboBox) -> bool:
    """Say whether the words of a choice are elided: the arrow takes about the height of a line and its padding."""
    metrics = box.fontMetrics()
    return metrics.horizontalAdvance(box.currentText()) + metrics.height() > box.width()


def cut_headings(root: QWidget) -> list[str]:
    """Return headings of columns that are wider than their column."""
    found = []
    for table in root.findChildren(QTableView):
        header, model = table.horizontalHeader(), table.model()
        if table.isVisibleTo(root) and header.isVisibleTo(root) and model is not None:
            columns = [each for each in range(model.columnCount()) if not header.isSectionHidden(each)]
            found += [f"{table.objectName()} '{words}'" for words in _cut(header, columns)]
    return found


def _cut(header: QHeaderView, columns: list[int]) -> Iterator[str]:
    for column in columns:
        words = str(header.model().headerData(column, Qt.Orientation.Horizontal) or "")
        if words and header.fontMetrics().horizontalAdvance(words) > header.sectionSize(column):
            yield words


def beyond(root: QWidget) -> list[str]:
    """Return labels and buttons of which a part lies outside what they stand in, and cannot be scrolled to."""
    found = []
    for widget in (*root.findChildren(QLabel), *root.findChildren(QAbstractButton)):
        if widget.isVisibleTo(root) and widget.property("text") and (edge := _crossed(widget, root)) is not None:
            found.append(f"{widget.objectName()} '{str(widget.property('text'))[:30]}' in {edge}")
    return found


def _crossed(widget: QWidget, root: QWidget) -> str | None:
    """Return what a widget juts out of, up to the first thing that scrolls."""
    inner, above = widget, widget.parentWidget()
    while above is not None and inner is not root:
        area_above = above.parentWidget()
        if isinstance(area_above, QAbstractScrollArea) and above is area_above.viewport():
            return None
        area = QRect(widget.mapTo(above, QPoint()), widget.size())
        if not above.rect().adjusted(-1, -1, 1, 1).contains(area):
            return above.objectName() or type(above).__name__
        inner, above = above, above.parentWidget()
    return None


def outside(root: QWidget, room: QRect) -> list[str]:
    """Say that something that opened over a window is larger than the room it has."""
    return [] if room.contains(root.geometry()) else [f"{root.geometry().getRect()} in {room.getRect()}"]


# --- keys -----------------------------------------------------------------------------------------------------------


def ring_faults(root: QWidget) -> list[str]:
    """Press Tab until it comes back; return what it passes over and what it meets twice."""
    root.setUpdatesEnabled(False)  # drawing every stop would take most of the time
    try:
        return _ring_faults(root)
    finally:
        root.setUpdatesEnabled(True)


def _ring_faults(root: QWidget) -> list[str]:
    wanted = {id(each): each for each in focusable(root) if is_tab_stop(each)}
    if not wanted:
        return []
    first = next(iter(wanted.values()))
    first.setFocus(Qt.FocusReason.TabFocusReason)
    met: Counter[int] = Counter()
    here: QWidget | None = first
    before: QWidget | None = None
    for _ in range(MOST_STEPS):
        if here is None:
            return ["the focus was lost"]
        if here is not before:
            met[id(here)] += 1
        QTest.keyClick(root.windowHandle(), Qt.Key.Key_Tab)
        here, before = QApplication.focusWidget(), here
        # A page of text keeps the focus while Tab goes through its links.
        if here is first and (before is not first or not isinstance(first, QTextBrowser)):
            break
    else:
        return [f"does not come back to {first.objectName()}, stays at {here.objectName() if here else ''}"]
    missed = [each.objectName() or type(each).__name__ for key, each in wanted.items() if not met[key]]
    again = [wanted[key].objectName() for key, times in met.items() if times > 1 and key in wanted]
    return [*(f"passes over {name}" for name in missed), *(f"meets {name} twice" for name in again)]


def is_tab_stop(widget: QWidget) -> bool:
    """Say whether Tab should stop here; of buttons of which one is down, it stops at that one."""
    if isinstance(widget, QRadioButton) and not widget.isChecked():
        return False
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def twice(root: QWidget) -> list[str]:
    """Return letters that Alt leads to more than one place with, menus included."""
    letters: Counter[str] = Counter()
    for label in root.findChildren(QLabel):
        if label.buddy() is not None and label.isVisibleTo(root):
            letters.update(access_letters(label.text()))
    for button in root.findChildren(QAbstractButton):
        if button.isVisibleTo(root):
            letters.update(access_letters(button.text()))
    if isinstance(root, MainWindow):
        for action in root.menuBar().actions():
            letters.update(access_letters(action.text()))
    return [letter for letter, times in letters.items() if times > 1]


def access_letters(words: str) -> list[str]:
    """Return the letter that is underlined in words, if any."""
    bare = words.replace("&&", "")
    return [bare[place + 1].casefold() for place, letter in enumerate(bare[:-1]) if letter == "&"][:1]


# --- menus ----------------------------------------------------------------------------------------------------------


def menu_faults(menu: QMenu) -> Iterator[str]:
    """Yield what is wrong with a menu that is shown."""
    acts = [each for each in menu.actions() if each.isVisible() and not each.isSeparator()]
    if not menu.isVisible() or not acts:
        yield "nothing in the menu"
    if not menu.objectName() and not menu.title():
        yield "without a name: the menu"
    yield from (f"without words: {each.objectName()}" for each in acts if not each.text().strip())
    yield from (f"under 24 px: {each.text()}" for each in acts if menu.actionGeometry(each).height() < LEAST)
    # What was told twice stands twice among the notifications.
    said = Counter(each.text().replace("&", "") for each in acts if menu.title() != texts.NOTIFICATIONS)
    yield from (f"twice in one menu: {words}" for words, times in said.items() if times > 1)
    letters = Counter(letter for each in acts for letter in access_letters(each.text()))
    yield from (f"Alt and a letter twice: {letter}" for letter, times in letters.items() if times > 1)


def unreachable(window: MainWindow) -> list[str]:
    """Return commands that no menu leads to."""
    reachable = menu_words(window)
    return [action.text() for action in commands(window) if action.text() not in reachable]


def shared_keys(window: MainWindow) -> list[str]:
    """Return keys that two commands of the window have at the same time."""
    keys = [each.toString() for action in commands(window) if action.isVisible() for each in action.shortcuts()]
    return [each for each, times in Counter(keys).items() if times > 1]
