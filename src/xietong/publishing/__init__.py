"""Takes what was agreed and done; gives it as bytes in the forms offices use: Word, workbook, PDF, JSON, CSV."""

from xietong.publishing.bulletin import (
    Bulletin,
    Figure,
    Line,
    Passage,
    Ranking,
    Waiting,
    bulletin_document,
    bulletin_docx,
    bulletin_pdf,
)
from xietong.publishing.example import example_document, example_docx
from xietong.publishing.form import (
    Bar,
    BarPart,
    Bars,
    Face,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    numbered,
)
from xietong.publishing.meeting import (
    Discussion,
    Resolution,
    Session,
    Topic,
    agenda_document,
    agenda_docx,
    minutes_document,
    minutes_docx,
)
from xietong.publishing.plan_document import plan_document, plan_docx, plan_json
from xietong.publishing.plan_tables import Cells, Sides, joined, milestone_words, plan_csv
from xietong.publishing.plan_workbook import plan_xlsx
from xietong.publishing.portable import to_pdf
from xietong.publishing.word import to_docx
from xietong.publishing.wording import number_words, target_words

__all__ = [
    "Bar",
    "BarPart",
    "Bars",
    "Bulletin",
    "Cells",
    "Discussion",
    "Face",
    "Figure",
    "Heading",
    "Line",
    "OfficialDocument",
    "Paragraph",
    "Passage",
    "Ranking",
    "Resolution",
    "Session",
    "Sides",
    "Signature",
    "Table",
    "Topic",
    "Waiting",
    "agenda_document",
    "agenda_docx",
    "bulletin_document",
    "bulletin_docx",
    "bulletin_pdf",
    "example_document",
    "example_docx",
    "joined",
    "milestone_words",
    "minutes_document",
    "minutes_docx",
    "number_words",
    "numbered",
    "plan_csv",
    "plan_document",
    "plan_docx",
    "plan_json",
    "plan_xlsx",
    "target_words",
    "to_docx",
    "to_pdf",
]
