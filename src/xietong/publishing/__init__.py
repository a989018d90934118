"""Takes what was agreed and done; gives it as bytes in the forms offices use: Word, workbook, PDF, JSON, CSV."""

from xietong.publishing.example import example_document, example_docx
from xietong.publishing.word import to_docx

__all__ = ["example_document", "example_docx", "to_docx"]
