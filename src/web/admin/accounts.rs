//! `/quan-tri/tai-khoan`: who may sign in, with which roles.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::app::account::{self, AccountChange, NewAccount, PASSWORD_MIN};
use crate::app::error::AppError;
use crate::app::settings::Office;
use crate::domain::id::AccountId;
use crate::domain::permission::{Actor, Post, Role};
use crate::label;
use crate::store::account::Account;
use crate::web::error::{PageError, PageResult};
use crate::web::extract::{Form, NumberPath, SignedIn};
use crate::web::form::{FieldErrors, blocking};
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
    password_min: usize,
}

struct AccountLine {
    id: AccountId,
    user_name: String,
    full_name: String,
    posts: String,
    is_active: bool,
    /// Those held, or typed just before, are chosen.
    roles: Vec<Choice>,
    units: Vec<Choice>,
    /// What was asked and refused just before, and why; empty otherwise.
    asked: String,
    error: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct AccountForm {
    ten: String,
    ho_ten: String,
    mat_khau: String,
    vai_tro: Vec<String>,
    don_vi: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ChangeForm {
    viec: String,
    mat_khau: String,
    vai_tro: Vec<String>,
    don_vi: String,
}

/// A change that was refused: of whom, what, why.
type Refusal = (AccountId, ChangeForm, String);

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
) -> PageResult {
    page(&app, actor, (AccountForm::default(), FieldErrors::default()), None).await
}

pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Form(mut form): Form<AccountForm>,
) -> PageResult {
    let mut errors = FieldErrors::default();
    let new = NewAccount {
        user_name: form.ten.clone(),
        full_name: form.ho_ten.clone(),
        password: form.mat_khau.clone(),
        posts: posts(&form.vai_tro, &form.don_vi),
    };
    let by = actor.clone();
    match blocking(&app, move |app| account::create(app, Some(&by), new)).await {
        Ok(_) => return Ok(Redirect::to("/quan-tri/tai-khoan").into_response()),
        Err(PageError::App(AppError::Refused(reason))) => errors.refuse(reason, "ho_ten")?,
        Err(error) => return Err(error),
    }
    form.mat_khau.clear();
    let page = page(&app, actor, (form, errors), None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Closes, reopens, gives other roles or a new password.
pub(in crate::web) async fn change(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<AccountId>,
    Form(form): Form<ChangeForm>,
) -> PageResult {
    let change = match form.viec.as_str() {
        "khoa" => AccountChange::Active(false),
        "mo" => AccountChange::Active(true),
        "mat-khau" => AccountChange::Password(form.mat_khau.clone()),
        "vai-tro" => AccountChange::Posts(posts(&form.vai_tro, &form.don_vi)),
        _ => return Err(PageError::BadRequest("Không rõ việc cần làm.")),
    };
    let by = actor.clone();
    match blocking(&app, move |app| account::change(app, Some(&by), id, change)).await {
        Ok(()) => Ok(Redirect::to("/quan-tri/tai-khoan").into_response()),
        Err(PageError::App(AppError::Refused(reason))) => {
            let refusal = (id, form, label::refusal(&reason));
            let blank = (AccountForm::default(), FieldErrors::default());
            let page = page(&app, actor, blank, Some(refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

/// The posts that were chosen: each role once, those of a unit for the one that was chosen.
fn posts(roles: &[String], unit: &str) -> Vec<Post> {
    let unit = unit.parse().ok();
    let chosen = Role::ALL.iter().filter(|role| roles.iter().any(|code| code == role.code()));
    chosen.map(|role| Post { role: *role, unit: unit.filter(|_| role.is_of_a_unit()) }).collect()
}

async fn page(
    app: &Shared,
    actor: Actor,
    (form, errors): (AccountForm, FieldErrors),
    refusal: Option<Refusal>,
) -> PageResult {
    let page = blocking(app, move |app| {
        let office = app.office();
        let accounts = account::list(app, Some(&actor))?;
        let mut lines: Vec<_> =
            accounts.into_iter().map(|account| line(account, &office, app.clock.today())).collect();
        if let Some((id, asked, error)) = refusal
            && let Some(line) = lines.iter_mut().find(|line| line.id == id)
        {
            if asked.viec == "vai-tro" {
                line.roles = roles(&asked.vai_tro);
                line.units = units(&office, app.clock.today(), asked.don_vi.parse().ok());
            }
            (line.asked, line.error) = (asked.viec, error);
        }
        Ok(AccountsPage {
            frame: Frame::new(app, &actor, Place::Accounts)?,
            accounts: lines,
            roles: roles(&form.vai_tro),
            units: units(&office, app.clock.today(), form.don_vi.parse().ok()),
            form,
            errors,
            password_min: PASSWORD_MIN,
        })
    })
    .await?;
    html(&page)
}

/// All roles, those of these codes chosen.
fn roles(chosen: &[String]) -> Vec<Choice> {
    let choice = |role: &Role| Choice {
        value: role.code().to_owned(),
        label: label::role(*role).to_owned(),
        is_chosen: chosen.iter().any(|code| code == role.code()),
    };
    Role::ALL.iter().map(choice).collect()
}

fn line(account: Account, office: &Office, today: NaiveDate) -> AccountLine {
    let posts = account.posts.iter().map(|post| match post.unit {
        Some(unit) => format!("{} – {}", label::role(post.role), office.full_name(unit)),
        None => label::role(post.role).to_owned(),
    });
    let held: Vec<String> = account.posts.iter().map(|post| post.role.code().to_owned()).collect();
    AccountLine {
        id: account.id,
        posts: posts.collect::<Vec<_>>().join("; "),
        roles: roles(&held),
        units: units(office, today, account.posts.iter().find_map(|post| post.unit)),
        user_name: account.user_name,
        full_name: account.full_name,
        is_active: account.is_active,
        asked: String::new(),
        error: String::new(),
    }
}
