/* The field for a question on the first page: leads to the page that answers, with the question after a #, which a
   browser sends to no server. */
(function () {
  "use strict";

  const form = document.getElementById("ask"), field = document.getElementById("ask-question");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.href = `ask.html#${new URLSearchParams({ q: field.value })}`;
  });
}());
