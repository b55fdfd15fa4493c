/** How the product's pages look: in every page the same. */
export const pageStyles = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, "Noto Sans", sans-serif; --line: #8886; --accent: #1f5f8b; --bad: #a4262c; --good: #1c6b3a; }
@media (prefers-color-scheme: dark) { :root { --accent: #8cc4ea; --bad: #ff9a9a; --good: #8fd6a8; } }
* { box-sizing: border-box; }
body { max-width: 30rem; margin: 0 auto; padding: 2rem 1.25rem; }
header { border-block-end: 1px solid var(--line); margin-block-end: 2rem; padding-block-end: 0.75rem; }
.product { font-weight: 700; font-size: 1.25rem; margin: 0; }
.purpose { margin: 0; font-size: 0.9rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin-block-start: 2.5rem; }
label { display: block; font-weight: 600; }
input { width: 100%; font: inherit; padding: 0.5rem 0.6rem; border: 1px solid var(--line); border-radius: 0.35rem; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
small { display: block; }
button { font: inherit; font-weight: 600; padding: 0.55rem 1.4rem; border: 1px solid var(--accent); border-radius: 0.35rem; background: var(--accent); color: Canvas; cursor: pointer; }
button.quiet { background: transparent; color: var(--accent); padding: 0.2rem 0.7rem; }
a { color: var(--accent); }
.problem, .notice { border-inline-start: 0.3rem solid var(--bad); padding: 0.5rem 0.9rem; background: #8881; }
.notice { border-color: var(--good); }
figure { margin: 1rem 0; max-width: 14rem; background: #fff; padding: 0.5rem; border-radius: 0.35rem; }
figure svg { display: block; width: 100%; height: auto; }
code, .codes { font: 1.05rem/1.7 ui-monospace, monospace; direction: ltr; unicode-bidi: isolate; }
.codes { columns: 2; padding-inline-start: 1.5rem; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.2rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: start; padding: 0.4rem 0.5rem 0.4rem 0; border-block-end: 1px solid var(--line); vertical-align: top; }
td form p { margin: 0; }
footer { margin-block-start: 3rem; border-block-start: 1px solid var(--line); padding-block-start: 0.5rem; font-size: 0.95rem; }
footer ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; padding: 0; }
`;
