// Validity of the built pages. Off are matters of style, and findings in the theme's own markup, one by one.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // Style: no browser or reader notices. A tree is written with an empty value for an attribute without one.
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "doctype-style": "off",
    "no-trailing-whitespace": "off",
    "valid-id": ["error", { relaxed: true }], // the theme's ids begin with two underscores
    // Titles end with the name of the course; the part that tells pages apart comes first.
    "long-title": "off",
    // Drawings of the labs carry their colours and lines as style attributes.
    "no-inline-style": "off",
    // Files of our own host need no integrity hash; tests/checks/html.py forbids any other host.
    "require-sri": "off",
    // The theme: check boxes that hold the state of drawer, search and sections, and their labels.
    "input-missing-label": "off",
    // The theme: its search form sends nothing, and its forms for the palette are submitted by a script.
    "wcag/h32": "off",
    // The theme: its progress bar is a div with the role.
    "prefer-native-element": ["error", { exclude: ["progressbar"] }],
    // The theme: the menu and its sections are nested nav elements, named by the heading inside.
    "unique-landmark": "off",
  },
};
