"""The components by name: when to use each, and the rule of accessibility that its test holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Look = Literal["door-portal", "door-counter", "door-desk", "door-leader"]


@dataclass(frozen=True)
class Component:
    """Its examples stand in `templates/ui/examples/<name>.html`."""

    name: str
    title: str
    when: str
    rule: str
    look: Look = "door-portal"


GALLERY = (
    Component(
        "skip",
        "Skip link",
        "The first link of every page; hidden until it has the focus.",
        "Leads to main#noi-dung, which can take the focus.",
    ),
    Component(
        "masthead",
        "Masthead",
        "White before the citizen, dark inside the office; names the door, "
        "the reader and the language.",
        "A header with a named nav and aria-current.",
    ),
    Component(
        "crumbs",
        "Crumbs and ways",
        "The way back, never the page itself.",
        "A named nav with an ordered list.",
    ),
    Component(
        "btn",
        "Button",
        "One filled button a page, and it is the next lawful act.",
        "A button acts, a link goes; a barred act is plain text with its reason.",
    ),
    Component(
        "tag", "Tag", "A state in one to four words.", "Not clickable; the words alone suffice."
    ),
    Component(
        "due",
        "Time limit in a row",
        "Words, then the date; working days.",
        "Colour comes after word and shape.",
        "door-counter",
    ),
    Component(
        "notice", "Notice", "One fact before the work.", "An alert only if it appears after an act."
    ),
    Component(
        "errors",
        "Summary of errors",
        "On top of a refused form.",
        "role=alert, takes the focus; each link leads to its field, in the field's words.",
    ),
    Component(
        "field",
        "Field",
        "Label, hint, error, control, source.",
        "The label stands above; aria-describedby names hint, error and source.",
    ),
    Component(
        "parts",
        "Day in parts",
        "A day in three boxes that accept 5 and 05.",
        "A fieldset with a legend; inputmode numeric.",
    ),
    Component(
        "rows",
        "Table of answers",
        "A table that is filled in row by row, on a telephone too.",
        "Each row is a fieldset; each cell has its label.",
    ),
    Component(
        "address",
        "Address",
        "Two lists and a line; found by name while one types, the old names too.",
        "A fieldset with a legend; what was found is said aloud, and is pressed like any button.",
    ),
    Component(
        "group",
        "Group",
        "Fields that make one thing.",
        "A fieldset with a legend.",
    ),
    Component(
        "pick",
        "Choice",
        "Radio or checkbox with its words.",
        "The label wraps the input; a tick in a table holds the hidden name of its row.",
    ),
    Component(
        "given",
        "Given",
        "Values the State holds: text, not inputs.",
        "Source, time, and what to do if it is wrong.",
    ),
    Component(
        "src",
        "Source",
        "Where one value comes from, beside an input too.",
        "Linked by aria-describedby.",
    ),
    Component(
        "steps",
        "Steps",
        "Where one is in the filing; a rail, or a bar on a telephone.",
        "An ordered list with aria-current=step; steps done are links.",
    ),
    Component(
        "slot",
        "Paper of a dossier",
        "One paper asked for, and one in somebody's store.",
        "A numbered item; its state stands in its head.",
    ),
    Component(
        "ways",
        "Sources of a paper",
        "Store, upload, look-up.",
        "Radios in a fieldset; details show without script.",
    ),
    Component(
        "file",
        "File",
        "Name, pages, size, checks; progress while it is sent.",
        "A label names the progress; a status line tells each quarter.",
    ),
    Component(
        "facts",
        "Facts",
        "A summary, with links to change.",
        "A dl; hidden words complete each link.",
    ),
    Component(
        "trail",
        "Trail",
        "The road of a dossier; fine for a history.",
        "An ordered list with aria-current=step.",
    ),
    Component(
        "clock",
        "Clock",
        "Whose clock runs: solid counts, hollow does not.",
        "The drawing says every stretch in words.",
    ),
    Component("verdict", "Verdict", "The answer of a page.", "A section named by the h1 inside."),
    Component(
        "qr",
        "QR code",
        "An address to be scanned, which stands nearby as a link too.",
        "An image with a name.",
    ),
    Component(
        "leaflet",
        "Paper",
        "Legal text, or the image of a page.",
        "An article with a name; an image with a real alternative.",
    ),
    Component(
        "more",
        "Folded and thread",
        "What few need; messages of a dossier.",
        "details and summary; author and time come first.",
    ),
    Component(
        "table",
        "Table",
        "Few rows that breathe.",
        "Caption and scope; a region that scrolls can take the focus.",
    ),
    Component(
        "ledger",
        "Ledger",
        "Dense rows under tabs, filters and pages.",
        "aria-sort on the sorted column; counts are text.",
        "door-counter",
    ),
    Component(
        "bulk",
        "Acts on many",
        "Only what is lawful for all the ticked rows.",
        "role=status tells how many.",
        "door-counter",
    ),
    Component(
        "viewer",
        "Viewer and checks",
        "Pages on one side, the verdict on each paper on the other.",
        "A fieldset for each paper; the reason at once beneath.",
        "door-counter",
    ),
    Component(
        "acts",
        "Lawful acts",
        "At the bottom of the work; a barred act says why.",
        "No dead button.",
        "door-counter",
    ),
    Component(
        "queue",
        "Queue to sign",
        "Documents with their key facts.",
        "A tick only where the document was seen.",
        "door-desk",
    ),
    Component(
        "figs",
        "Figures and charts",
        "Each figure is a link to its list.",
        "Numbers stand as text beneath each drawing.",
        "door-leader",
    ),
    Component(
        "empty",
        "Empty, dialog, saved",
        "Nothing here; a rare question; the draft was kept.",
        "Says what to do; the question is a page first; role=status.",
    ),
)
COMPONENTS = {component.name: component for component in GALLERY}
