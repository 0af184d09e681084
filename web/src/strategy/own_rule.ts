// A rule as a rule file has it, to be changed by its user.

// "90 minutes", "yes", "closed", "PROTOTYPE, GT" as a value of TOML.
function tomlValue(shown: string): string {
  if (shown === 'yes') return 'true';
  if (shown === 'no') return 'false';
  const number = /^\d+(?:\.\d+)?(?= |$)/.exec(shown);
  if (number) return number[0];
  const words = shown.split(', ').map((word) => JSON.stringify(word));
  return words.length > 1 ? `[${words.join(', ')}]` : (words[0] ?? '""');
}

export function ownRule(key: string, shown: string): string {
  return `[[${key}]]\nvalue = ${tomlValue(shown)}\ncertainty = "H"\nsource = "our own"\nvalid_from = 2000-01-01\n`;
}
