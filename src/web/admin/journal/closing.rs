//! `/quan-tri/nhat-ky/chot`: the minutes that close the journal of a period, one page to print and sign.
//!
//! What is printed is the link of the period's last entry: whoever has the paper can show later that nothing before it was
//! changed (`donthu verify --journal-head`).

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use super::month_of;
use crate::app::journal::read::{self, Closing};
use crate::domain::journal::link::Head;
use crate::label;
use crate::web::error::PageResult;
use crate::web::extract::{Query, SignedIn};
use crate::web::form::blocking;
use crate::web::page::html;
use crate::web::{Shared, asset, filters};

#[derive(Template)]
#[template(path = "admin/journal_closing.html", config = "assets/askama.toml")]
struct ClosingPage {
    style: String,
    icon: String,
    script: String,
    office: String,
    from: String,
    to: String,
    today: String,
    first: u64,
    last: Option<LastEntry>,
    counts: Vec<(&'static str, u64)>,
    total: u64,
    wrong: String,
}

struct LastEntry {
    number: u64,
    at: String,
    link: String,
    head: String,
}

/// The period as it was typed; without it the month of today.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Period {
    tu: String,
    den: String,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Query(period): Query<Period>,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let today = app.clock.today();
        let (from, to) = (label::read_date(&period.tu), label::read_date(&period.den));
        let typed = [(&period.tu, from), (&period.den, to)].into_iter();
        let wrong = typed.filter(|(typed, read)| !typed.trim().is_empty() && read.is_none());
        let wrong: Vec<&str> = wrong.map(|(typed, _)| typed.as_str()).collect();
        let to = to.unwrap_or(today);
        let closing = read::closing(app, &actor, (from.unwrap_or(month_of(to)), to))?;
        let day = label::date(today);
        Ok(page_of(closing, app.office().name.clone(), day, wrong.join(", ")))
    })
    .await?;
    html(&page)
}

fn page_of(closing: Closing, office: String, today: String, wrong: String) -> ClosingPage {
    let last = closing.last.map(|last| LastEntry {
        number: last.number,
        at: label::moment(last.entry.at),
        link: last.link.grouped(),
        head: Head { number: last.number, link: last.link }.to_string(),
    });
    let counts = closing.counts.iter().map(|(kind, count)| (label::act_kind(*kind), *count));
    ClosingPage {
        style: asset::address("app.css"),
        icon: asset::address("icon.svg"),
        script: asset::address("app.js"),
        office,
        from: label::date(closing.from),
        to: label::date(closing.to),
        today,
        first: closing.first,
        last,
        total: closing.counts.iter().map(|(_, count)| count).sum(),
        counts: counts.collect(),
        wrong,
    }
}
