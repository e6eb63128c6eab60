//! What a page must hold to whatever it shows: its width, its labels and colours, and nothing from elsewhere.

use serde_json::{Value, json};
use thirtyfour::Key;

use super::stage::Stage;

/// Tab stops whose focus is looked at.
const TAB_STOPS: usize = 14;

/// Everything wrong with the page that is shown in a window of this width.
pub(crate) async fn faults(stage: &Stage, width: u32) -> Vec<String> {
    let mut faults: Vec<String> = stage.script(include_str!("audit.js"), vec![json!(width)]).await;
    faults.extend(complaints(stage).await);
    faults.extend(strangers(stage).await);
    faults
}

/// What the browser itself complains of: scripts that fail, addresses that are not there, policy that is broken.
async fn complaints(stage: &Stage) -> Vec<String> {
    let entries = stage.driver.browser_log().await.unwrap();
    let entries = entries.into_iter().filter(|entry| entry.level != "DEBUG");
    entries.map(|entry| format!("{}: {}", entry.level, entry.message)).collect()
}

/// Requests to other hosts.
async fn strangers(stage: &Stage) -> Vec<String> {
    let entries = stage.driver.get_log("performance").await.unwrap();
    let asked = entries.iter().filter_map(|entry| {
        let event: Value = serde_json::from_str(&entry.message).ok()?;
        let event = &event["message"];
        let is_request = event["method"] == "Network.requestWillBeSent";
        is_request.then(|| event["params"]["request"]["url"].as_str().map(str::to_owned))?
    });
    asked
        .filter(|url| !url.starts_with(&stage.base) && !is_the_browsers_own(url))
        .map(|url| format!("asked elsewhere: {url}"))
        .collect()
}

/// The empty tab that the session began with, and pictures inside of a page.
fn is_the_browsers_own(url: &str) -> bool {
    url.starts_with("chrome://") || url.starts_with("data:")
}

/// Tab stops on which one can't see where one is.
pub(crate) async fn unseen_focus(stage: &Stage) -> Vec<String> {
    const OUTLINE: &str = "const at = document.activeElement; const style = getComputedStyle(at);
        const isSeen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        return isSeen || at === document.body ? '' : `${at.tagName} ${at.name ?? ''} ${at.textContent}`;";
    let mut unseen = Vec::new();
    for _ in 0..TAB_STOPS {
        stage.keys(Key::Tab + "").await;
        let stop: String = stage.script(OUTLINE, vec![]).await;
        if !stop.is_empty() {
            unseen.push(format!("focus not seen: {stop}"));
        }
    }
    unseen
}
