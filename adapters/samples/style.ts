/** The console's style sheet. */
export const style = `
:root { color-scheme: light dark; --ink: #1c2733; --paper: #fbfbf9; --line: #cfd6dc; --soft: #eef1f3; --accent: #0b5c8a; --on-accent: #fff; --danger: #a3231b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaee; --paper: #161c22; --line: #3a4650; --soft: #222b33; --accent: #7cc4ee; --on-accent: #10212d; --danger: #ff9b91; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 1rem; }
.banner { margin: 0; padding: .6rem 1rem; background: #ffd84d; color: #2b2200; text-align: center; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 1rem 0 .5rem; }
a { color: var(--accent); }
nav { display: flex; gap: .5rem; flex-wrap: wrap; }
nav a { padding: .35rem .9rem; border: 1px solid var(--line); border-radius: 1rem; text-decoration: none; }
nav a[aria-current] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
code { background: var(--soft); padding: .1em .35em; border-radius: .25em; overflow-wrap: anywhere; }
.saved { border-inline-start: .35rem solid #2f8f4e; background: var(--soft); padding: .7rem 1rem; }
.search { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 1rem 0; }
.search label { flex-basis: 100%; font-weight: 600; }
input, textarea { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .35rem; padding: .45rem .6rem; max-width: 100%; }
.search input { flex: 1 1 14rem; }
button, .button { display: inline-block; font: inherit; padding: .45rem 1rem; border: 1px solid var(--accent); border-radius: .35rem; background: var(--accent); color: var(--on-accent); text-decoration: none; cursor: pointer; }
.button { background: transparent; color: var(--accent); }
.danger { background: transparent; border-color: var(--danger); color: var(--danger); }
:focus-visible { outline: 3px solid #e08a00; outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: start; padding: .25rem 0; }
th, td { text-align: start; vertical-align: top; padding: .6rem .5rem; border-top: 1px solid var(--line); }
thead th { border-top: 0; font-size: .85rem; }
tbody th { width: 13rem; }
th small { display: block; font-weight: 400; opacity: .75; }
dl { margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: .35rem 1rem; }
dt { font-size: .75rem; opacity: .75; }
dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: .9rem 1.2rem; margin: 1rem 0; align-items: start; }
.field label { display: block; font-weight: 600; }
.field textarea { width: 100%; resize: vertical; field-sizing: content; }
.field small { display: block; opacity: .8; }
.removal { margin-top: 2.5rem; border-top: 1px solid var(--line); }
@media (max-width: 42rem) {
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  tr { display: block; border-top: 1px solid var(--line); padding: .6rem 0; }
  th, td, tbody th { display: block; width: auto; border: 0; padding: .25rem 0; }
  dl { grid-template-columns: 1fr; }
}
`;
