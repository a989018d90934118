"""The copy of the journal's head on disk."""

from concurrent.futures import ThreadPoolExecutor

from xietong_web.audit.anchor import anchor_path, read_anchor, write_anchor


def test_threads_of_one_process_that_commit_at_once_all_leave_the_head_in_place(workspace) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda seq: write_anchor(seq, "0" * 64), range(1, 400)))
    assert read_anchor() is not None
    assert [each.name for each in anchor_path().parent.iterdir()] == [anchor_path().name]
