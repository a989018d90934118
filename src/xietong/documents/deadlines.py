"""Stub until entities are merged."""
from xietong.documents.passage import Passage
def find_deadlines(passage: Passage):
    return ()
