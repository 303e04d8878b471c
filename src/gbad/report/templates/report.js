// point at a threat on one figure to find it on the others; the page needs none of this to be read
document.addEventListener("pointerover", function (event) {
  var here = event.target.closest ? event.target.closest("[data-object]") : null;
  var name = here && here.getAttribute("data-object");
  document.body.classList.toggle("picking", !!name);
  document.querySelectorAll(".picked").forEach(function (e) { e.classList.remove("picked"); });
  if (name) document.querySelectorAll('[data-object="' + CSS.escape(name) + '"]').forEach(function (e) { e.classList.add("picked"); });
});
