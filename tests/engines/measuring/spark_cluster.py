"""Starts a Spark standalone cluster on this machine, one master and two workers, and ends what it started."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

WORKERS = 2
SECONDS = 240


def missing() -> str:
    """Return what is not installed here; empty when a cluster can be started."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed (uv pip install 'xietong[spark]')"
    return "" if shutil.which("java") else "there is no java"


@contextmanager
def cluster() -> Iterator[str]:
    """Give the address of a cluster of two workers with one core each."""
    import pyspark

    home = Path(pyspark.__file__).parent
    env = {
        **os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1",
        "PYTHONPATH": os.pathsep.join([str(home / "python"), os.environ.get("PYTHONPATH", "")]),
    }  # fmt: skip
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="xietong-spark-")))
        run = str(home / "bin/spark-class")
        flags = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
        log = folder / "master.log"
        held.enter_context(_process([run, "org.apache.spark.deploy.master.Master", *flags], log, env))
        address = _word(log, "Starting Spark master at ")
        for number in range(WORKERS):
            worker = [
                run, "org.apache.spark.deploy.worker.Worker", "--cores", "1", "--memory", "1g",
                "--work-dir", str(folder / f"work-{number}"), *flags, address,
            ]  # fmt: skip
            held.enter_context(_process(worker, folder / f"worker-{number}.log", env))
        for number in range(WORKERS):
            _word(folder / f"worker-{number}.log", "Successfully registered with master ")
        yield address


@contextmanager
def _process(command: list[str], log: Path, env: dict[str, str]) -> Iterator[None]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=env)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _word(log: Path, before: str) -> str:
    """Wait until a log says something; return the word after it."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        text = log.read_text(errors="replace")
        if before in text:
            return text.split(before, 1)[1].split()[0]
        time.sleep(0.2)
    raise TimeoutError(f"{log.name} never said {before!r}: {log.read_text(errors='replace')[-800:]}")


@contextmanager
def backend(address: str) -> Iterator[object]:
    """Open an Ibis backend on a cluster."""
    import ibis
    from pyspark.sql import SparkSession

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        SparkSession.builder.master(address)
        .appName("xietong")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.executor.memory", "700m")
        .config("spark.executor.cores", "1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.session.timeZone", "Asia/Shanghai")
        .getOrCreate()
    )
    try:
        yield ibis.pyspark.connect(session)
    finally:
        session.stop()


def executors(spark: object) -> int:
    """Count the executors that serve a session; the driver stands in Spark's list too."""
    context = spark._session.sparkContext._jsc.sc()  # type: ignore[attr-defined]
    return len(context.statusTracker().getExecutorInfos()) - 1
