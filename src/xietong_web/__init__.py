"""Takes people and their acts; gives screens, an API and a memory: the same rooms as ``xietong`` with tables."""
