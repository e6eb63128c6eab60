//! What the pages of rules and calendar share: the typed form, its reason and document, and the two steps of a change.
//!
//! The first sending shows what would change, the second one does it; what was typed goes along and is never lost.

pub(in crate::web) mod calendar;
pub(in crate::web) mod rule;
pub(in crate::web) mod rules;

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;

use crate::app::App;
use crate::app::amend::{self, Answer, Moved, Plan, Request};
use crate::app::error::AppError;
use crate::domain::own_law::{Approval, LawChange, LawEdit, LawFault};
use crate::domain::permission::Actor;
use crate::label;
use crate::web::error::PageResult;
use crate::web::filters;
use crate::web::form::FieldErrors;
use crate::web::page::{Frame, Place, html};

/// Moved due dates that a page lists one by one.
const MOVED_SHOWN: usize = 200;
/// Changes that a page shows of the history, newest first.
const CHANGES_SHOWN: usize = 30;

/// The fields of a form as they were typed.
#[derive(Debug, Clone, Default)]
pub(in crate::web) struct Typed(BTreeMap<String, String>);

impl Typed {
    fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields.into_iter().collect())
    }

    /// What stands in a field; empty where nothing does.
    fn of(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// Puts a value into a field that was not sent.
    fn or(&mut self, field: &str, value: impl Into<String>) {
        self.0.entry(field.to_owned()).or_insert_with(|| value.into());
    }

    /// Where in the two steps the form stands.
    fn step(&self) -> Step {
        match (self.of("buoc"), self.of("phien_ban").parse()) {
            ("xac-nhan", Ok(revision)) => Step::Confirm(revision),
            ("sua-lai", _) => Step::Back,
            (_, _) => Step::Ask,
        }
    }

    /// All but the step, to go along with the next one.
    fn carried(&self) -> Vec<(String, String)> {
        let fields = self.0.iter().filter(|(name, _)| !["buoc", "phien_ban"].contains(&&***name));
        fields.map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}

/// A step of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Shows what would change.
    Ask,
    /// Makes it, if the law is still at the revision that was shown.
    Confirm(u32),
    /// Back to the form, with what was typed.
    Back,
}

/// Reads reason and document; what is wrong goes beside its field.
fn read_approval(typed: &Typed, errors: &mut FieldErrors) -> Option<Approval> {
    if typed.of("ly_do").trim().is_empty() {
        errors.add("ly_do", "Cần ghi lý do sửa.");
    }
    if typed.of("so_van_ban").trim().is_empty() {
        errors.add("so_van_ban", "Cần ghi số văn bản cho phép sửa.");
    }
    let Some(dated) = label::read_date(typed.of("ngay_van_ban")) else {
        errors.add("ngay_van_ban", "Ngày văn bản không có thật hoặc chưa đúng dạng dd/mm/yyyy.");
        return None;
    };
    let approval = amend::approval(typed.of("ly_do"), typed.of("so_van_ban"), dated);
    if approval.is_err() && errors.is_empty() {
        errors.add("ly_do", "Lý do không quá 500 ký tự, số văn bản không quá 60.");
    }
    approval.ok()
}

/// Reads a date that must be there.
fn read_day(
    typed: &Typed,
    field: &'static str,
    errors: &mut FieldErrors,
) -> Option<chrono::NaiveDate> {
    let day = label::read_date(typed.of(field));
    if day.is_none() {
        errors.add(field, "Ngày không có thật hoặc chưa đúng dạng dd/mm/yyyy.");
    }
    day
}

/// The page between the two steps, and after the second.
#[derive(Template)]
#[template(path = "admin/law_change.html", config = "assets/askama.toml")]
struct ChangePage {
    frame: Frame,
    title: String,
    address: String,
    is_done: bool,
    is_stale: bool,
    lines: Vec<String>,
    moved_words: String,
    moved: Vec<MovedLine>,
    moved_unshown: u64,
    approval: String,
    revision: u32,
    carried: Vec<(String, String)>,
}

struct MovedLine {
    number: String,
    old: String,
    new: String,
}

/// Where a form stands among the pages.
struct Site {
    place: Place,
    title: String,
    address: String,
}

/// Takes the step that the form asks for: the page between or after the steps, or what is wrong with the form, which is
/// to be shown again.
///
/// `read` makes the edit out of what was typed; `field_of` says beside which field a fault of it stands.
fn take(
    app: &App,
    actor: &Actor,
    (site, typed): (Site, &Typed),
    read: impl FnOnce(Option<&Approval>, &mut FieldErrors) -> Option<LawEdit>,
    field_of: impl FnOnce(&LawFault) -> &'static str,
) -> Result<Result<Box<ChangePage>, FieldErrors>, AppError> {
    let mut errors = FieldErrors::default();
    let confirmed = match typed.step() {
        Step::Back => return Ok(Err(errors)),
        Step::Confirm(revision) => Some(revision),
        Step::Ask => None,
    };
    let approval = read_approval(typed, &mut errors);
    let edit = read(approval.as_ref(), &mut errors);
    let (Some(approval), Some(edit), true) = (approval, edit, errors.is_empty()) else {
        return Ok(Err(errors));
    };
    let request = Request { edit, approval, confirmed };
    let (plan, is_done) = match amend::amend(app, actor, &request)? {
        Answer::Refused(fault) => {
            errors.add(field_of(&fault), label::law::fault(&fault));
            return Ok(Err(errors));
        }
        Answer::WouldChange(plan) => (plan, false),
        Answer::Done(plan) => (plan, true),
    };
    let Plan { rows, moved, revision } = plan;
    Ok(Ok(Box::new(ChangePage {
        frame: Frame::new(app, actor, site.place)?,
        title: site.title,
        address: site.address,
        is_done,
        is_stale: !is_done && confirmed.is_some(),
        lines: rows.iter().flat_map(label::law::row_change).collect(),
        moved_words: label::law::moved(moved.len()),
        moved: moved.iter().take(MOVED_SHOWN).map(moved_line).collect(),
        moved_unshown: u64::try_from(moved.len().saturating_sub(MOVED_SHOWN)).unwrap_or(u64::MAX),
        approval: label::law::approval(&request.approval),
        revision,
        carried: typed.carried(),
    })))
}

fn moved_line(moved: &Moved) -> MovedLine {
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "không có".into(), label::date);
    MovedLine { number: moved.id.to_string(), old: day(moved.old), new: day(moved.new) }
}

/// A form page again, with what is wrong in it.
fn again(page: &impl Template, errors_found: bool) -> PageResult {
    let status = if errors_found { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, html(page)?).into_response())
}

/// A change as the history shows it.
struct ChangeLine {
    at: String,
    by: String,
    approval: String,
    lines: Vec<String>,
}

/// The newest changes that a page has to do with.
fn changes(app: &App, is_meant: impl Fn(&LawChange) -> bool) -> Result<Vec<ChangeLine>, AppError> {
    let office = app.office();
    let changes = amend::history(app)?;
    let meant = changes.iter().filter(|change| is_meant(change)).take(CHANGES_SHOWN);
    let lines = meant.map(|change| ChangeLine {
        at: label::moment(change.at),
        by: office.person(change.by).to_owned(),
        approval: label::law::approval(&change.approval),
        lines: change.rows.iter().flat_map(label::law::row_change).collect(),
    });
    Ok(lines.collect())
}
