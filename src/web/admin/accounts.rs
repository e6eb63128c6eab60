//! `/quan-tri/tai-khoan`: who may sign in, with which role.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use crate::app::account::{self, AccountChange, NewAccount, PASSWORD_MIN};
use crate::app::error::{AppError, Refused};
use crate::app::settings::Office;
use crate::domain::id::AccountId;
use crate::domain::permission::{Actor, Post, Right, Role};
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
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct AccountForm {
    ten: String,
    ho_ten: String,
    mat_khau: String,
    vai_tro: String,
    don_vi: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ChangeForm {
    viec: String,
    mat_khau: String,
    vai_tro: String,
    don_vi: String,
}

pub(in crate::web) async fn show(State(app): State<Shared>, signed_in: SignedIn) -> PageResult {
    let actor = signed_in.with(Right::ManageAccounts)?;
    page(&app, actor, AccountForm::default(), FieldErrors::default()).await
}

pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    signed_in: SignedIn,
    Form(mut form): Form<AccountForm>,
) -> PageResult {
    let actor = signed_in.with(Right::ManageAccounts)?;
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
        Err(PageError::App(AppError::Refused(reason))) => {
            let field = match reason {
                Refused::UserNameTaken | Refused::BadUserName => "ten",
                Refused::WeakPassword => "mat_khau",
                Refused::PostNeedsUnit => "don_vi",
                Refused::NoPost => "vai_tro",
                Refused::BadText => "ho_ten",
                Refused::WrongCredentials
                | Refused::LastAdministrator
                | Refused::SetupClosed
                | Refused::UnitNameTaken
                | Refused::ImplausibleReceipt
                | Refused::FormUsed(_)
                | Refused::CannotUndo(_)
                | Refused::RowNotWaiting
                | Refused::ByLaw(_)
                | Refused::FutureDay
                | Refused::NotAnOfficer
                | Refused::NoSuchPetition(_) => return Err(AppError::from(reason).into()),
            };
            errors.add(field, label::refusal(&reason));
        }
        Err(error) => return Err(error),
    }
    form.mat_khau.clear();
    let page = page(&app, actor, form, errors).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Closes, reopens or gives a new password.
pub(in crate::web) async fn change(
    State(app): State<Shared>,
    signed_in: SignedIn,
    NumberPath(id): NumberPath<AccountId>,
    Form(form): Form<ChangeForm>,
) -> PageResult {
    let actor = signed_in.with(Right::ManageAccounts)?;
    let change = match form.viec.as_str() {
        "khoa" => AccountChange::Active(false),
        "mo" => AccountChange::Active(true),
        "mat-khau" => AccountChange::Password(form.mat_khau),
        "vai-tro" => AccountChange::Posts(posts(&form.vai_tro, &form.don_vi)),
        _ => return Err(PageError::BadRequest("Không rõ việc cần làm.")),
    };
    blocking(&app, move |app| account::change(app, Some(&actor), id, change)).await?;
    Ok(Redirect::to("/quan-tri/tai-khoan").into_response())
}

/// The post that was chosen: none where no role was.
fn posts(role: &str, unit: &str) -> Vec<Post> {
    let role = Role::from_code(role);
    let unit = unit.parse().ok();
    role.map(|role| Post { role, unit: unit.filter(|_| role.is_of_a_unit()) }).into_iter().collect()
}

async fn page(app: &Shared, actor: Actor, form: AccountForm, errors: FieldErrors) -> PageResult {
    let page = blocking(app, move |app| {
        let office = app.office();
        let accounts = account::list(app, Some(&actor))?;
        let roles = Role::ALL.iter().map(|role| Choice {
            value: role.code().to_owned(),
            label: label::role(*role).to_owned(),
            is_chosen: form.vai_tro == role.code(),
        });
        Ok(AccountsPage {
            frame: Frame::new(app, &actor, Place::Accounts)?,
            accounts: accounts.into_iter().map(|account| line(account, &office)).collect(),
            roles: roles.collect(),
            units: units(&office, form.don_vi.parse().ok()),
            form,
            errors,
            password_min: PASSWORD_MIN,
        })
    })
    .await?;
    html(&page)
}

fn line(account: Account, office: &Office) -> AccountLine {
    let posts = account.posts.iter().map(|post| match post.unit {
        Some(unit) => format!("{} – {}", label::role(post.role), office.full_name(unit)),
        None => label::role(post.role).to_owned(),
    });
    AccountLine {
        id: account.id,
        posts: posts.collect::<Vec<_>>().join("; "),
        user_name: account.user_name,
        full_name: account.full_name,
        is_active: account.is_active,
    }
}
