"""Takes a partition's columns or its stored file; gives its table, and its bytes: the same for the same values.

Tables lately read or written are kept in memory under their file's hash, so they can never be others than the file's:
the next acceptance and the next page do not read a partition anew that has just been written.
"""

import io
import math
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock
from typing import Any

import numpy as np

from xietong_web.documents.files import load, path_of
from xietong_web.documents.models import StoredFile

COLUMNS = (
    "submission",
    "organisation",
    "party",
    "number",
    "confirmed",
    "period",
    "indicator",
    "cell",
    "state",
    "ticks",
)
WORDS = ("submission", "organisation", "party", "period", "indicator", "cell")
ORDER = ("organisation", "number", "cell")
KEPT = 48_000_000  # bytes of tables in memory


def table_of(columns: Mapping[str, list[Any]]) -> Any:
    """Return columns of plain values as a table (Arrow) in a partition's order."""
    return in_order(rows_of(columns))


def rows_of(columns: Mapping[str, list[Any]]) -> Any:
    """Return columns of plain values as a table (Arrow) in the order in which they are."""
    import pyarrow as pa

    words = pa.dictionary(pa.int32(), pa.string())
    kinds = {"number": pa.int32(), "confirmed": pa.bool_(), "state": pa.int8(), "ticks": pa.int64()}
    return pa.table({name: pa.array(columns[name], kinds.get(name, words)) for name in COLUMNS})


def in_order(table: Any) -> Any:
    """Return the rows of a table (Arrow) in a partition's order, each column of words with its own words alone."""
    import pyarrow as pa

    words, places = {}, {name: table[name].combine_chunks() for name in COLUMNS}
    ranks: dict[str, Any] = {name: places[name].to_numpy() for name in ORDER if name not in WORDS}
    for name in WORDS:
        words[name], ranks[name] = _ranked(places[name])
    order = _sorted([ranks[name] for name in ORDER])
    for name in COLUMNS:
        if name in WORDS:
            places[name] = pa.DictionaryArray.from_arrays(pa.array(ranks[name][order]), words[name])
        else:
            places[name] = places[name].take(pa.array(order))
    return pa.table(places)


def _ranked(column: Any) -> tuple[list[str], Any]:
    """Return the words that occur in a column, sorted, and for each row the place of its own among them."""
    words, places = column.dictionary.to_pylist(), column.indices.to_numpy()
    used = np.flatnonzero(np.bincount(places, minlength=len(words)))
    order = sorted(used.tolist(), key=words.__getitem__)
    ranks = np.zeros(len(words), np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    return [words[at] for at in order], ranks[places]


def _sorted(columns: Sequence[Any]) -> Any:
    """Return the order of rows by columns of whole numbers from 0 up.

    Packed into one key where it has room for them: what lies in order already costs little then.
    """
    sizes = [int(column.max(initial=0)) + 1 for column in columns]
    if math.prod(sizes) > np.iinfo(np.int64).max:
        return np.lexsort(columns[::-1])
    key = np.zeros(len(columns[0]), np.int64)
    for column, size in zip(columns, sizes, strict=True):
        key = key * size + column
    return np.argsort(key, kind="stable")


def coded(column: Any) -> tuple[list[str], Any]:
    """Return the words of a column, and for each row the place of its own among them."""
    one = column.combine_chunks()
    return one.dictionary.to_pylist(), one.indices.to_numpy().astype(np.int64)


def exchanged(table: Any, late: Any, codes: Iterable[str]) -> Any:
    """Put what some bodies say now, in any order, in the place of what they said (Arrow)."""
    import pyarrow as pa

    words, body = coded(table["organisation"])
    named = frozenset(codes)
    gone = np.array([word in named for word in words], bool)
    kept = table.filter(pa.array(~gone[body])) if gone.any() else table
    return in_order(pa.concat_tables([kept, late]).unify_dictionaries())


def bytes_of(table: Any) -> bytes:
    """Return a table as Parquet. It is read as a whole: nobody would look at what its columns' statistics say."""
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", write_statistics=False)
    return sink.getvalue()


class _Kept:
    """The tables lately looked at, by their file's hash; those that were not looked at for longest go."""

    def __init__(self) -> None:
        self.tables: OrderedDict[str, Any] = OrderedDict()
        self.size, self.lock = 0, Lock()

    def get(self, file: str) -> Any:
        """Return a table; None where it is not kept."""
        with self.lock:
            if file in self.tables:
                self.tables.move_to_end(file)
            return self.tables.get(file)

    def put(self, file: str, table: Any) -> None:
        """Keep a table."""
        with self.lock:
            if file in self.tables:
                return
            self.tables[file] = table
            self.size += table.nbytes
            while self.size > KEPT and len(self.tables) > 1:
                self.size -= self.tables.popitem(last=False)[1].nbytes

    def forget(self) -> None:
        """Drop all."""
        with self.lock:
            self.tables.clear()
            self.size = 0


lately = _Kept()


def stored_table(file: str) -> Any:
    """Return the table (Arrow) in a stored file, by its hash. Raises Refusal ``file-damaged``."""
    table = lately.get(file) if path_of(file).is_file() else None
    if table is None:
        table = read_table(file)
        lately.put(file, table)
    return table


def read_table(file: str) -> Any:
    """Return the table (Arrow) in a stored file, read from the disk. Raises Refusal ``file-damaged``."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.ParquetFile(pa.BufferReader(load(StoredFile(sha256=file)))).read()
