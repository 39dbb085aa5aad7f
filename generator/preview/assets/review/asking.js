/* Asks the preview: how the review of this page stands, and to write what was decided. */

const script = document.currentScript;
const page = script.dataset.page;

const SILENT = { status: 0, state: null, message: "The preview does not answer. Is it still running?" };

async function send(method, body) {
  const headers = body ? { "Content-Type": "application/json" } : {};
  try {
    const answer = await fetch(`/_preview/review?${new URLSearchParams({ page })}`, { method, headers, body, cache: "no-store" });
    return { status: answer.status, ...(await answer.json()) };
  } catch {
    return SILENT;
  }
}

/* A preview that was started anew has another token: it comes as a cookie, with a page. */
async function renewToken() {
  try {
    return (await fetch(location.href, { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

async function ask(method, body) {
  const answer = await send(method, body);
  return answer.status === 403 && (await renewToken()) ? send(method, body) : answer;
}

const askState = () => ask("GET");
const askDecision = ({ version, sidecar }, decision) => ask("POST", JSON.stringify({ page, version, sidecar, decision }));
