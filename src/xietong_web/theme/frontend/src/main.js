// Takes the served page; gives it its small manners. Each module has one subject and looks for its own data-attribute.
import "@tabler/core/dist/css/tabler.css";
import "./paper.css";
import "./accounts.css";
import "./autosave.js";
import "./back.js";
import "./live.js";
import "./waiting.css";
import "./reporting.css";
import "./refusals.js";
import "./security-keys.js";
import "./side-by-side.js";
import "./timetable.js";
import "./measuring.css";
import "./grid.js";
import "./pictures.js";
import "./print.js";
