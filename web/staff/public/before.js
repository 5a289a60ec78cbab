// Runs before anything is drawn, in any browser there ever was: ES3 only, and it never throws.
// A browser that is too old gets a plain page that says what to install; others get their colours and language at once.
(function () {
  var root = document.documentElement;
  // What Chromium 109, the last one for Windows 7, has and the ones before 108 have not.
  var isNewEnough =
    "noModule" in document.createElement("script") &&
    "findLast" in Array.prototype &&
    "container" in root.style &&
    !!window.CSS &&
    !!CSS.supports &&
    CSS.supports("height", "1dvh");
  if (!isNewEnough) {
    location.replace("/nhan-vien/old_browser.html");
    return;
  }
  var look = null;
  try {
    look = localStorage.getItem("tangthu.look");
  } catch (e) {
    // no storage: the system's wish
  }
  if (look !== "light" && look !== "dark") look = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.className = look;
  if (/(?:^|; )lang=en(?:;|$)/.test(document.cookie)) root.lang = "en";
})();
