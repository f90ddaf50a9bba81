// Say on the map how many questions of each notebook have been answered in this browser: an answer
// is kept under its question's key. `root` holds the table, which says how many there are.
(root) => {
  const isKept = (key) => localStorage.getItem(key) !== null;
  const count = () => {
    for (const cell of root.querySelectorAll("[data-questions]")) {
      const keys = cell.dataset.questions.split(" ").filter(Boolean);
      if (keys.length) cell.textContent = `${keys.filter(isKept).length} of ${keys.length}`;
    }
  };
  try {
    count();
    // Questions are answered elsewhere, and then somebody comes back to the map.
    new IntersectionObserver(count).observe(root);
  } catch {
    // A browser may refuse to say what it keeps: the table then says what it said without a script.
  }
}
