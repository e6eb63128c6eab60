//! `/quan-tri/tai-khoan`: who may sign in, in which posts; and whose sign-in needs one-time codes.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::app::App;
use crate::app::account::{self, NewAccount, PASSWORD_MIN};
use crate::app::error::AppError;
use crate::app::settings::Office;
use crate::domain::id::AccountId;
use crate::domain::permission::tenure::Tenure;
use crate::domain::permission::{Actor, Post, Role};
use crate::label;
use crate::store::account::Account;
use crate::web::error::{PageError, PageResult};
use crate::web::extract::{Form, SignedIn};
use crate::web::form::{FieldErrors, blocking, hashing};
use crate::web::page::{Frame, Place, html};
use crate::web::petitions::list::{Choice, units};
use crate::web::{Shared, filters};

#[derive(Template)]
#[template(path = "admin/accounts.html", config = "assets/askama.toml")]
struct AccountsPage {
    frame: Frame,
    accounts: Vec<AccountLine>,
    form: AccountForm,
    errors: FieldErrors,
    roles: Vec<Choice>,
    units: Vec<Choice>,
    code_roles: Vec<Choice>,
    password_min: usize,
}

struct AccountLine {
    id: AccountId,
    user_name: String,
    full_name: String,
    /// Those of today.
    posts: String,
    has_codes: bool,
    is_active: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct AccountForm {
    ten: String,
    ho_ten: String,
    mat_khau: String,
    vai_tro: Vec<String>,
    don_vi: String,
    tu: String,
    den: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct CodesForm {
    vai_tro: Vec<String>,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
) -> PageResult {
    let form = AccountForm { tu: label::date(app.clock.today()), ..AccountForm::default() };
    page(&app, actor, form, FieldErrors::default()).await
}

pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Form(mut form): Form<AccountForm>,
) -> PageResult {
    let mut errors = FieldErrors::default();
    if let Some((from, until)) = read_days(&mut errors, &form.tu, &form.den) {
        let posts = posts(&form.vai_tro, &form.don_vi).into_iter();
        let new = NewAccount {
            user_name: form.ten.clone(),
            full_name: form.ho_ten.clone(),
            password: form.mat_khau.clone(),
            posts: posts.map(|post| Tenure { post, from, until }).collect(),
        };
        let by = actor.clone();
        match hashing(&app, move |app| account::create(app, Some(&by), new)).await {
            Ok(id) => {
                return Ok(Redirect::to(&format!("/quan-tri/tai-khoan#tk{id}")).into_response());
            }
            Err(PageError::App(AppError::Refused(reason))) => errors.refuse(reason, "ho_ten")?,
            Err(error) => return Err(error),
        }
    }
    form.mat_khau.clear();
    let page = page(&app, actor, form, errors).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Sets the roles whose holders must have one-time codes.
pub(in crate::web) async fn require_codes(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Form(form): Form<CodesForm>,
) -> PageResult {
    let roles: Vec<Role> = form.vai_tro.iter().filter_map(|code| Role::from_code(code)).collect();
    blocking(&app, move |app| account::require_codes(app, &actor, &roles)).await?;
    Ok(Redirect::to("/quan-tri/tai-khoan").into_response())
}

/// The posts that were chosen: each role once, those of a unit for the one that was chosen.
pub(super) fn posts(roles: &[String], unit: &str) -> Vec<Post> {
    let unit = unit.parse().ok();
    let chosen = Role::ALL.iter().filter(|role| roles.iter().any(|code| code == role.code()));
    chosen.map(|role| Post { role: *role, unit: unit.filter(|_| role.is_of_a_unit()) }).collect()
}

/// First and last day as typed, the last one if there is one; what can't be read is noted.
pub(super) fn read_days(
    errors: &mut FieldErrors,
    from: &str,
    until: &str,
) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let first = read_day(errors, "tu", from);
    let last =
        if until.trim().is_empty() { Some(None) } else { read_day(errors, "den", until).map(Some) };
    first.zip(last)
}

/// A day as typed, or a note beside its field.
pub(super) fn read_day(
    errors: &mut FieldErrors,
    field: &'static str,
    typed: &str,
) -> Option<NaiveDate> {
    let day = label::read_date(typed);
    if day.is_none() {
        errors.add(field, "Ghi ngày dạng 01/07/2025.");
    }
    day
}

async fn page(app: &Shared, actor: Actor, form: AccountForm, errors: FieldErrors) -> PageResult {
    let page = blocking(app, move |app| accounts_page(app, &actor, form, errors)).await?;
    html(&page)
}

fn accounts_page(
    app: &App,
    actor: &Actor,
    form: AccountForm,
    errors: FieldErrors,
) -> Result<AccountsPage, AppError> {
    let (office, today) = (app.office(), app.clock.today());
    let accounts = account::list(app, Some(actor))?;
    let required: Vec<String> = office.code_roles.iter().map(|role| role.code().into()).collect();
    Ok(AccountsPage {
        frame: Frame::new(app, actor, Place::Accounts)?,
        accounts: accounts.into_iter().map(|account| line(account, &office, today)).collect(),
        roles: roles(&form.vai_tro),
        units: units(&office, today, form.don_vi.parse().ok()),
        code_roles: roles(&required),
        form,
        errors,
        password_min: PASSWORD_MIN,
    })
}

/// All roles, those of these codes chosen.
pub(super) fn roles(chosen: &[String]) -> Vec<Choice> {
    let choice = |role: &Role| Choice {
        value: role.code().to_owned(),
        label: label::role(*role).to_owned(),
        is_chosen: chosen.iter().any(|code| code == role.code()),
    };
    Role::ALL.iter().map(choice).collect()
}

fn line(account: Account, office: &Office, today: NaiveDate) -> AccountLine {
    let held = account.posts.all().iter().filter(|one| one.holds_on(today));
    AccountLine {
        id: account.id,
        posts: held.map(|one| label::tenure(one, office)).collect::<Vec<_>>().join("; "),
        has_codes: account.codes.is_some(),
        user_name: account.user_name,
        full_name: account.full_name,
        is_active: account.is_active,
    }
}
