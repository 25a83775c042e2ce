// The places that the Tab key should reach, in the order of the document.
() => [...document.querySelectorAll('a[href], button, summary, [tabindex="0"], input:not([type=radio]), input:checked')]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .map((element) => element.id || element.textContent.trim() || element.value)
