//! `/quan-tri/don-vi`: the units of the office.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use crate::app::error::AppError;
use crate::app::settings::{self, NewUnit};
use crate::domain::organisation::UnitKind;
use crate::domain::permission::{Actor, Right};
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
    form: UnitForm,
    errors: FieldErrors,
    kinds: Vec<Choice>,
}

struct UnitLine {
    number: String,
    name: String,
    short_name: String,
    kind: &'static str,
    is_remote: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct UnitForm {
    ten: String,
    ten_ngan: String,
    loai: String,
}

pub(in crate::web) async fn show(State(app): State<Shared>, signed_in: SignedIn) -> PageResult {
    let actor = signed_in.with(Right::ManageUnits)?;
    page(&app, actor, UnitForm::default(), FieldErrors::default()).await
}

pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    signed_in: SignedIn,
    Form(form): Form<UnitForm>,
) -> PageResult {
    let actor = signed_in.with(Right::ManageUnits)?;
    let new = NewUnit {
        kind: UnitKind::from_code(&form.loai).unwrap_or_else(|| UnitKind::of_name(&form.ten)),
        name: form.ten.clone(),
        short_name: form.ten_ngan.clone(),
    };
    let by = actor.clone();
    match blocking(&app, move |app| settings::add_unit(app, Some(&by), &new)).await {
        Ok(_) => Ok(Redirect::to("/quan-tri/don-vi").into_response()),
        Err(PageError::App(AppError::Refused(reason))) => {
            let mut errors = FieldErrors::default();
            errors.refuse(reason, "ten")?;
            let page = page(&app, actor, form, errors).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn page(app: &Shared, actor: Actor, form: UnitForm, errors: FieldErrors) -> PageResult {
    let page = blocking(app, move |app| {
        let office = app.office();
        let units = office.units.iter().map(|unit| UnitLine {
            number: unit.id.to_string(),
            name: unit.name.clone(),
            short_name: unit.short_name.clone(),
            kind: label::unit_kind(unit.kind),
            is_remote: unit.is_remote,
        });
        let units = units.collect();
        let kinds = UnitKind::ALL.iter().map(|kind| Choice {
            value: kind.code().to_owned(),
            label: label::unit_kind(*kind).to_owned(),
            is_chosen: form.loai == kind.code(),
        });
        Ok(UnitsPage {
            frame: Frame::new(app, &actor, Place::Units)?,
            units,
            kinds: kinds.collect(),
            form,
            errors,
        })
    })
    .await?;
    html(&page)
}
