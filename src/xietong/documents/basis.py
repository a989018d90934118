"""Stub until entities are merged."""
from xietong.documents.passage import Passage
def find_basis(passage: Passage):
    return ()
