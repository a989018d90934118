"""Stub until entities are merged."""
from xietong.documents.passage import Passage
def find_targets(passage: Passage):
    return ()
