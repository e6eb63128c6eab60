//! `/quan-tri/don-vi`: the units of the office, those of the past apart; adding one, and the shipped handover plan.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use crate::app::App;
use crate::app::error::AppError;
use crate::app::settings::{self, NewUnit, Office};
use crate::app::units::{self, Holder, Plan};
use crate::domain::organisation::{Handover, Unit, UnitKind};
use crate::domain::permission::Actor;
use crate::label;
use crate::web::error::{PageError, PageResult};
use crate::web::extract::{Form, SignedIn};
use crate::web::form::{FieldErrors, blocking};
use crate::web::page::{Frame, Place, html};
use crate::web::petitions::list::Choice;
use crate::web::{Shared, filters};

#[derive(Template)]
#[template(path = "admin/units.html", config = "assets/askama.toml")]
struct UnitsPage {
    frame: Frame,
    units: Vec<UnitLine>,
    past: Vec<UnitLine>,
    form: UnitForm,
    errors: FieldErrors,
    kinds: Vec<Choice>,
    /// Title of the shipped plan, while something of it is left to do.
    plan: String,
}

struct UnitLine {
    number: String,
    name: String,
    short_name: String,
    kind: &'static str,
    validity: String,
    successors: String,
    is_remote: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct UnitForm {
    ten: String,
    ten_ngan: String,
    loai: String,
    tu: String,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
) -> PageResult {
    page(&app, actor, UnitForm::default(), FieldErrors::default()).await
}

pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Form(form): Form<UnitForm>,
) -> PageResult {
    let mut errors = FieldErrors::default();
    let valid_from = label::read_date(&form.tu);
    if valid_from.is_none() && !form.tu.trim().is_empty() {
        errors.add("tu", "Ghi ngày dạng 01/07/2025, hoặc để trống.");
        return refused(&app, actor, form, errors).await;
    }
    let new = NewUnit {
        kind: UnitKind::from_code(&form.loai).unwrap_or_else(|| UnitKind::of_name(&form.ten)),
        name: form.ten.clone(),
        short_name: form.ten_ngan.clone(),
        valid_from,
    };
    let by = actor.clone();
    match blocking(&app, move |app| settings::add_unit(app, Some(&by), &new)).await {
        Ok(_) => Ok(Redirect::to("/quan-tri/don-vi").into_response()),
        Err(PageError::App(AppError::Refused(reason))) => {
            errors.refuse(reason, "ten")?;
            refused(&app, actor, form, errors).await
        }
        Err(error) => Err(error),
    }
}

async fn refused(app: &Shared, actor: Actor, form: UnitForm, errors: FieldErrors) -> PageResult {
    let page = page(app, actor, form, errors).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(app: &Shared, actor: Actor, form: UnitForm, errors: FieldErrors) -> PageResult {
    let page = blocking(app, move |app| {
        let (office, today) = (app.office(), app.clock.today());
        let (past, units): (Vec<&Unit>, Vec<&Unit>) =
            office.units.iter().partition(|unit| unit.valid_to.is_some_and(|last| last < today));
        let lines = |units: Vec<&Unit>| units.into_iter().map(|unit| line(unit, &office)).collect();
        let kinds = UnitKind::ALL.iter().map(|kind| Choice {
            value: kind.code().to_owned(),
            label: label::unit_kind(*kind).to_owned(),
            is_chosen: form.loai == kind.code(),
        });
        let handover = units::shipped_plan()?;
        let is_left = units::plan(app, Some(&actor), &handover)?.applies();
        Ok(UnitsPage {
            frame: Frame::new(app, &actor, Place::Units)?,
            units: lines(units),
            past: lines(past),
            kinds: kinds.collect(),
            form,
            errors,
            plan: if is_left { handover.title } else { String::new() },
        })
    })
    .await?;
    html(&page)
}

fn line(unit: &Unit, office: &Office) -> UnitLine {
    let successors = unit.successors().into_iter().map(|one| office.short_name(one).to_owned());
    UnitLine {
        number: unit.id.to_string(),
        name: unit.name.clone(),
        short_name: unit.short_name.clone(),
        kind: label::unit_kind(unit.kind),
        validity: label::unit_validity(unit),
        successors: successors.collect::<Vec<_>>().join(", "),
        is_remote: unit.is_remote,
    }
}

/// Somebody with a post in a unit that ends.
pub(super) struct HolderLine {
    pub(super) user_name: String,
    pub(super) full_name: String,
    pub(super) role: &'static str,
}

pub(super) fn holder_lines(holders: Vec<Holder>) -> Vec<HolderLine> {
    let line = |holder: Holder| HolderLine {
        user_name: holder.user_name,
        full_name: holder.full_name,
        role: label::role(holder.role),
    };
    holders.into_iter().map(line).collect()
}

#[derive(Template)]
#[template(path = "admin/handover.html", config = "assets/askama.toml")]
struct HandoverPage {
    frame: Frame,
    handover: Handover,
    document: String,
    lines: Vec<TakeoverLine>,
    open: u64,
    accounts: Vec<HolderLine>,
    has_work: bool,
    refusal: String,
}

struct TakeoverLine {
    name: String,
    is_new: bool,
    takes: String,
    open: u64,
    passed_over: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct HandoverForm {
    chuyen_tk: String,
}

pub(in crate::web) async fn show_handover(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
) -> PageResult {
    html(&blocking(&app, move |app| handover_page(app, &actor, String::new())).await?)
}

/// Carries the shipped plan out.
pub(in crate::web) async fn apply_handover(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Form(form): Form<HandoverForm>,
) -> PageResult {
    let refused = blocking(&app, move |app| {
        let with_accounts = form.chuyen_tk == "1";
        match units::apply(app, Some(&actor), &units::shipped_plan()?, with_accounts) {
            Ok(_) => Ok(None),
            Err(AppError::Refused(reason)) => {
                handover_page(app, &actor, label::refusal(&reason)).map(Some)
            }
            Err(error) => Err(error),
        }
    })
    .await?;
    match refused {
        Some(page) => Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response()),
        None => Ok(Redirect::to("/quan-tri/don-vi").into_response()),
    }
}

fn handover_page(app: &App, actor: &Actor, refusal: String) -> Result<HandoverPage, AppError> {
    let (office, handover) = (app.office(), units::shipped_plan()?);
    let plan = units::plan(app, Some(actor), &handover)?;
    let has_work = plan.has_work();
    let Plan { lines, open, accounts } = plan;
    let line = |line: units::PlanLine| {
        let names = line.takes.iter().map(|(unit, _)| office.full_name(*unit));
        TakeoverLine {
            name: line.name,
            is_new: !line.exists,
            takes: names.collect::<Vec<_>>().join(", "),
            open: line.takes.iter().map(|(_, open)| open).sum(),
            passed_over: line.passed_over.join(", "),
        }
    };
    Ok(HandoverPage {
        frame: Frame::new(app, actor, Place::Units)?,
        document: label::document(&handover.document),
        handover,
        lines: lines.into_iter().map(line).collect(),
        open,
        accounts: holder_lines(accounts),
        has_work,
        refusal,
    })
}
