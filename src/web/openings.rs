//! `/danh-tinh`: identities that were opened of late, for the person who is competent for the petitions.

use askama::Template;
use axum::extract::State;

use super::error::PageResult;
use super::extract::SignedIn;
use super::form::blocking;
use super::page::{Frame, Place, html};
use super::{Shared, filters};
use crate::app::identity::{self, OPENINGS_DAYS, Opening};
use crate::app::settings::Office;
use crate::label;

#[derive(Template)]
#[template(path = "openings.html", config = "assets/askama.toml")]
struct OpeningsPage {
    frame: Frame,
    days: u64,
    count: u64,
    lines: Vec<OpeningLine>,
}

struct OpeningLine {
    number: String,
    sender: String,
    summary: String,
    at: String,
    who: String,
    reason: String,
}

pub(super) async fn show(State(app): State<Shared>, SignedIn(actor): SignedIn) -> PageResult {
    let page = blocking(&app, move |app| {
        let office = app.office();
        let openings = identity::openings(app, &actor)?;
        Ok(OpeningsPage {
            frame: Frame::new(app, &actor, Place::Home)?,
            days: OPENINGS_DAYS,
            count: openings.len() as u64,
            lines: openings.into_iter().map(|opening| line(opening, &office)).collect(),
        })
    })
    .await?;
    html(&page)
}

fn line(Opening { row, event }: Opening, office: &Office) -> OpeningLine {
    OpeningLine {
        number: row.id.to_string(),
        sender: label::sender(&row),
        summary: row.summary,
        at: label::moment(event.entered_at),
        who: event.by.map_or("máy chủ", |by| office.person(by)).to_owned(),
        reason: event.happening.reason_of_access().to_owned(),
    }
}
