"""Takes the source tree; gives a wheel its built front end and compiled Chinese, also from a clean clone.

``make`` has built both before it asks for a wheel; ``pip install .`` has not.
"""

import importlib
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))
from tools import build_front_end


class BuiltParts(BuildHookInterface):  # type: ignore[type-arg]
    """Builds what the wheel lacks."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Name what the build needs: Node only where there is none and the front end is not built yet."""
        node = [] if build_front_end.is_built() or build_front_end.node_on_path() else [build_front_end.WHEEL]
        return ["babel==2.18.0", *node]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface is hatchling's
        """Build; an editable install is `make`'s, which builds by itself."""
        if version == "editable":
            return
        if not build_front_end.is_built():
            build_front_end.main()
        importlib.import_module("tools.messages").compile_all()  # needs Babel, which is there by now
