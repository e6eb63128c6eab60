//! `/tinh-han`: a due date by the law's rows, without a petition, with every day that did not count.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use super::error::PageResult;
use super::extract::{Query, SignedIn};
use super::form::blocking;
use super::page::{Frame, Place, html};
use super::petitions::list::Choice;
use super::{Shared, filters};
use crate::domain::permission::Right;
use crate::label;

#[derive(Template)]
#[template(path = "deadline.html", config = "assets/askama.toml")]
struct DeadlinePage {
    frame: Frame,
    rules: Vec<Choice>,
    asked: Asked,
    error: String,
    lines: Vec<(&'static str, String)>,
    manages_law: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    quy_dinh: String,
    tu: String,
    phuc_tap: String,
}

pub(super) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let law = app.law();
        let rules = law.rulebook.rules().iter().map(|rule| Choice {
            value: rule.id.clone(),
            label: format!("{} – {}", rule.id, rule.name),
            is_chosen: rule.id == asked.quy_dinh,
        });
        let rules = rules.collect();
        let (lines, error) = match label::read_date(&asked.tu) {
            _ if asked.quy_dinh.is_empty() => (Vec::new(), String::new()),
            None => (Vec::new(), "Ngày mốc không có thật hoặc chưa đúng dạng.".to_owned()),
            Some(from) => match law.due(&asked.quy_dinh, from, asked.phuc_tap == "1") {
                Ok(explained) => (label::explanation(&explained), String::new()),
                Err(error) => (Vec::new(), label::no_due_date(&error)),
            },
        };
        let frame = Frame::new(app, &actor, Place::Deadline)?;
        let manages_law = actor.has(Right::ManageLaw);
        Ok(DeadlinePage { frame, rules, asked, error, lines, manages_law })
    })
    .await?;
    html(&page)
}
