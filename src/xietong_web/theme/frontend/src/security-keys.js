// Takes the trouble of a security key; gives its sentence, which stands hidden in the page, where the reader looks.
document.addEventListener("allauth.error", (event) => {
  const sentence = document.getElementById("key-trouble");
  if (!sentence) return;
  event.preventDefault();
  sentence.hidden = false;
  sentence.scrollIntoView({ block: "nearest" });
});
