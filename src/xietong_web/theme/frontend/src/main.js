// Takes the served page; gives it its small manners. Each module has one subject and looks for its own data-attribute.
import "@tabler/core/dist/css/tabler.css";
import "./paper.css";
import "./accounts.css";
import "./reporting.css";
import "./refusals.js";
import "./security-keys.js";
import "./side-by-side.js";
