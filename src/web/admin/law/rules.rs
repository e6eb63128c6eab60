//! `/quan-tri/quy-tac`: every rule by family, which row is in force today, and what was not compared yet; and by how many
//! days an advising unit is ahead of the legal due date, which the office settles for itself.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use super::{ChangeLine, Site, Typed, again, changes, take};
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::own_law::{Approval, LawEdit, RowChange};
use crate::domain::permission::Actor;
use crate::domain::petition::Kind;
use crate::domain::rulebook::{Confidence, Rule};
use crate::label;
use crate::web::error::PageResult;
use crate::web::extract::{Form, Query, SignedIn};
use crate::web::form::{FieldErrors, blocking};
use crate::web::page::{Frame, Place, html};
use crate::web::{Shared, filters};

/// Most days by which an advising unit can be ahead: the shortest legal term is not longer.
const DAYS_MAX: u16 = 30;

#[derive(Template)]
#[template(path = "admin/rules.html", config = "assets/askama.toml")]
struct RulesPage {
    frame: Frame,
    today: String,
    views: Vec<(&'static str, &'static str, bool)>,
    groups: Vec<Group>,
    set_aside: String,
    changes: Vec<ChangeLine>,
    unreadable: usize,
    days_ahead: u16,
    typed: Typed,
    errors: FieldErrors,
}

/// The rules of one kind of petition.
struct Group {
    name: &'static str,
    families: Vec<Family>,
}

struct Family {
    name: String,
    rows: Vec<RuleLine>,
}

pub(super) struct RuleLine {
    id: String,
    name: String,
    stage: &'static str,
    pub(super) term: String,
    pub(super) variants: Vec<String>,
    citation: String,
    pub(super) validity: String,
    pub(super) age: Age,
    pub(super) is_unsure: bool,
    is_own: bool,
}

/// How a row stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    ToCome,
    InForce,
    Past,
}

impl Age {
    /// The class of its mark.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::ToCome => "",
            Self::InForce => "ok",
            Self::Past => "done",
        }
    }

    /// The words of its mark.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::ToCome => "chưa đến ngày",
            Self::InForce => "đang áp dụng",
            Self::Past => "đã hết hiệu lực",
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct View {
    xem: String,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Query(view): Query<View>,
) -> PageResult {
    let form = (Typed::default(), FieldErrors::default());
    html(&blocking(&app, move |app| page(app, &actor, &view.xem, form)).await?)
}

/// Changes by how many days an advising unit is ahead.
pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Form(fields): Form<Vec<(String, String)>>,
) -> PageResult {
    let typed = Typed::new(fields);
    let answer = blocking(&app, move |app| {
        let site = Site {
            place: Place::Rules,
            title: "Hạn của đơn vị tham mưu".into(),
            address: "/quan-tri/quy-tac".into(),
        };
        let read = |_: Option<&Approval>, errors: &mut FieldErrors| {
            let days = typed.of("so_ngay").trim().parse().ok().filter(|days| *days <= DAYS_MAX);
            if days.is_none() {
                errors.add("so_ngay", format!("Số ngày là một số từ 0 đến {DAYS_MAX}."));
            }
            days.map(LawEdit::InternalDays)
        };
        match take(app, &actor, (site, &typed), read, |_| "so_ngay")? {
            Ok(change) => Ok(Ok(change)),
            Err(errors) => Ok(Err(page(app, &actor, "", (typed, errors))?)),
        }
    });
    match answer.await? {
        Ok(change) => html(&*change),
        Err(form) => again(&form, !form.errors.is_empty()),
    }
}

fn page(
    app: &App,
    actor: &Actor,
    view: &str,
    (mut typed, errors): (Typed, FieldErrors),
) -> Result<RulesPage, AppError> {
    let law = app.law();
    typed.or("so_ngay", law.own.internal_days_ahead.to_string());
    let views =
        [("", "Tất cả"), ("hieu-luc", "Đang áp dụng"), ("chua-doi-chieu", "Chưa đối chiếu")];
    let is_shown = |rule: &RuleLine| match view {
        "hieu-luc" => rule.age == Age::InForce,
        "chua-doi-chieu" => rule.is_unsure,
        _ => true,
    };
    let groups = [
        (None, "Tiếp công dân và xử lý đơn, các loại"),
        (Some(Kind::Complaint), "Khiếu nại"),
        (Some(Kind::Denunciation), "Tố cáo"),
        (Some(Kind::Suggestion), "Kiến nghị, phản ánh"),
    ];
    let groups = groups.into_iter().map(|(kind, name)| {
        let mut families: Vec<Family> = Vec::new();
        for rule in law.rulebook.rules().iter().filter(|rule| rule.kind == kind) {
            let line = line(app, rule);
            if !is_shown(&line) {
                continue;
            }
            match families.iter_mut().find(|family| family.name == rule.family) {
                Some(family) => family.rows.push(line),
                None => families.push(Family { name: rule.family.clone(), rows: vec![line] }),
            }
        }
        Group { name, families }
    });
    Ok(RulesPage {
        frame: Frame::new(app, actor, Place::Rules)?,
        today: label::date(app.clock.today()),
        groups: groups.filter(|group| !group.families.is_empty()).collect(),
        views: views.into_iter().map(|(code, name)| (code, name, code == view)).collect(),
        set_aside: law.set_aside.rules.join(", "),
        unreadable: law.set_aside.unreadable,
        changes: changes(app, |change| {
            change.rows.iter().any(|row| match row {
                RowChange::Rule(_) | RowChange::InternalDays { .. } => true,
                RowChange::Day(_) => false,
            })
        })?,
        days_ahead: law.own.internal_days_ahead,
        typed,
        errors,
    })
}

/// A row as the list, and its own page, show it.
pub(super) fn line(app: &App, rule: &Rule) -> RuleLine {
    let today = app.clock.today();
    RuleLine {
        id: rule.id.clone(),
        name: rule.name.clone(),
        stage: label::law::stage_of_rule(rule.stage),
        term: label::law::term(rule),
        variants: label::law::variants(rule),
        citation: rule.citation.clone(),
        validity: label::law::validity(rule),
        age: match rule.is_in_force(today) {
            true => Age::InForce,
            false if today < rule.from => Age::ToCome,
            false => Age::Past,
        },
        is_unsure: rule.confidence != Confidence::H,
        is_own: app.law().own_rows.rules.contains_key(&rule.id),
    }
}
