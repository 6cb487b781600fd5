// Reads a feed from stdin as a client of catalogues does, and says what it has understood.
const Parser = require('opds-feed-parser').default;

const linked = ({ rel, href, type, ...more }) => ({ rel, href, type, ...more });
const kind = (thing) => thing.constructor.name;

async function main() {
  let text = '';
  for await (const piece of process.stdin) text += piece;
  const feed = await new Parser().parse(text);
  const entries = feed.entries.map(({ id, title, links }) => ({
    id, title, links: links.map((link) => ({ kind: kind(link), ...linked(link) })),
  }));
  const links = feed.links.map((link) => ({ kind: kind(link), ...linked(link) }));
  process.stdout.write(JSON.stringify({ kind: kind(feed), title: feed.title, links, entries }));
}

main();
