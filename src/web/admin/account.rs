//! `/quan-tri/tai-khoan/{số}`: one account with its posts over time, and what can be done to it.
//!
//! Posts are given and ended by days and never overwritten; past ones are folded. Each form is answered on this page, with
//! what was refused beside its field and everything typed kept, passwords excepted.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use chrono::NaiveDate;
use serde::Deserialize;

use super::accounts::{posts, read_day, read_days, roles};
use crate::app::App;
use crate::app::account::{self, AccountChange, PASSWORD_MIN};
use crate::app::error::{AppError, Refused};
use crate::domain::id::AccountId;
use crate::domain::permission::tenure::Tenure;
use crate::domain::permission::{Actor, Post, Role};
use crate::label;
use crate::store::account::Account;
use crate::web::error::{PageError, PageResult};
use crate::web::extract::{Form, NumberPath, Query, SignedIn};
use crate::web::form::{FieldErrors, blocking, hashing};
use crate::web::page::{Frame, Place, html};
use crate::web::petitions::list::{Choice, units};
use crate::web::{Shared, filters};

#[derive(Template)]
#[template(path = "admin/account.html", config = "assets/askama.toml")]
struct AccountPage {
    frame: Frame,
    id: AccountId,
    user_name: String,
    full_name: String,
    is_active: bool,
    has_codes: bool,
    recovery_left: usize,
    held: Vec<PostLine>,
    past: Vec<PostLine>,
    roles: Vec<Choice>,
    units: Vec<Choice>,
    form: ChangeForm,
    errors: FieldErrors,
    done: &'static str,
    password_min: usize,
}

struct PostLine {
    words: String,
    role: &'static str,
    unit: String,
    from: NaiveDate,
    until: Option<NaiveDate>,
    is_to_come: bool,
    /// What was asked for it and refused just before: the last day as typed; why.
    asked: Option<String>,
    error: String,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(in crate::web) struct ChangeForm {
    viec: String,
    mat_khau: String,
    vai_tro: String,
    don_vi: String,
    tu: String,
    den: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Done {
    da: String,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<AccountId>,
    Query(done): Query<Done>,
) -> PageResult {
    let done = match done.da.as_str() {
        "giao" => "Đã giao vai trò. Người này đăng nhập lại.",
        "ket-thuc" => "Đã ghi ngày cuối của vai trò. Người này đăng nhập lại.",
        "mat-khau" => "Đã đặt mật khẩu mới; các phiên đang mở đã kết thúc.",
        "tat-ma" => "Đã tắt mã xác nhận; các phiên đang mở đã kết thúc.",
        "khoa" => "Đã khóa tài khoản; các phiên đang mở đã kết thúc.",
        "mo" => "Đã mở lại tài khoản.",
        _ => "",
    };
    let page = blocking(&app, move |app| {
        let account = account::one(app, &actor, id)?;
        let form = ChangeForm { tu: label::date(app.clock.today()), ..ChangeForm::default() };
        page(app, &actor, account, (form, FieldErrors::default()))
    })
    .await?;
    html(&AccountPage { done, ..page })
}

/// Gives or ends a post, closes, reopens, resets password or one-time codes.
pub(in crate::web) async fn change(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<AccountId>,
    Form(form): Form<ChangeForm>,
) -> PageResult {
    let mut errors = FieldErrors::default();
    if let Some(change) = read(&form, &mut errors)? {
        let by = actor.clone();
        match hashing(&app, move |app| account::change(app, Some(&by), id, change)).await {
            Ok(()) => {
                let address = format!("/quan-tri/tai-khoan/{id}?da={}", form.viec);
                return Ok(Redirect::to(&address).into_response());
            }
            Err(PageError::App(AppError::Refused(reason))) => match field_of(&form.viec) {
                Some(field) => errors.add(field, label::refusal(&reason)),
                None => errors.refuse(reason, "vai_tro")?,
            },
            Err(error) => return Err(error),
        }
    }
    let page = blocking(&app, move |app| {
        let account = account::one(app, &actor, id)?;
        page(app, &actor, account, (form, errors))
    })
    .await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

/// The change that was asked for; `None` when a day can't be read.
fn read(form: &ChangeForm, errors: &mut FieldErrors) -> Result<Option<AccountChange>, PageError> {
    Ok(match form.viec.as_str() {
        "khoa" => Some(AccountChange::Active(false)),
        "mo" => Some(AccountChange::Active(true)),
        "mat-khau" => Some(AccountChange::Password(form.mat_khau.clone())),
        "tat-ma" => Some(AccountChange::CodesOff),
        "giao" => {
            let days = read_days(errors, &form.tu, &form.den);
            let post = posts(std::slice::from_ref(&form.vai_tro), &form.don_vi).pop();
            if post.is_none() {
                errors.add("vai_tro", label::refusal(&Refused::NoPost));
            }
            let both = days.zip(post);
            both.map(|((from, until), post)| AccountChange::Give(Tenure { post, from, until }))
        }
        "ket-thuc" => {
            let unknown = || PageError::BadRequest("Không rõ vai trò cần kết thúc.");
            let role = Role::from_code(&form.vai_tro).ok_or_else(unknown)?;
            let from = label::read_date(&form.tu).ok_or_else(unknown)?;
            let post = Post { role, unit: form.don_vi.parse().ok() };
            let last = read_day(errors, "den", &form.den);
            last.map(|last| AccountChange::End { post, from, last })
        }
        _ => return Err(PageError::BadRequest("Không rõ việc cần làm.")),
    })
}

/// The field that whatever is refused stands beside, where the form has one at most.
fn field_of(work: &str) -> Option<&'static str> {
    match work {
        "giao" => None,
        "mat-khau" => Some("mat_khau"),
        "ket-thuc" => Some("den"),
        _ => Some("viec"),
    }
}

fn page(
    app: &App,
    actor: &Actor,
    account: Account,
    (form, errors): (ChangeForm, FieldErrors),
) -> Result<AccountPage, AppError> {
    let (office, today) = (app.office(), app.clock.today());
    let line = |one: &Tenure| {
        let unit = one.post.unit.map(|unit| unit.to_string()).unwrap_or_default();
        let is_asked = form.viec == "ket-thuc"
            && form.vai_tro == one.post.role.code()
            && form.don_vi == unit
            && label::read_date(&form.tu) == Some(one.from);
        PostLine {
            words: label::tenure(one, &office),
            role: one.post.role.code(),
            unit,
            from: one.from,
            until: one.until,
            is_to_come: one.from > today,
            asked: is_asked.then(|| form.den.clone()),
            error: if is_asked { errors.of("den").to_owned() } else { String::new() },
        }
    };
    let (past, held): (Vec<&Tenure>, Vec<&Tenure>) =
        account.posts.all().iter().partition(|one| one.is_over(today));
    let is_giving = form.viec == "giao";
    let chosen = if is_giving { vec![form.vai_tro.clone()] } else { Vec::new() };
    let unit = form.don_vi.parse().ok().filter(|_| is_giving);
    Ok(AccountPage {
        frame: Frame::new(app, actor, Place::Accounts)?,
        id: account.id,
        held: held.into_iter().map(line).collect(),
        past: past.into_iter().rev().map(line).collect(),
        roles: roles(&chosen),
        units: units(&office, today, unit),
        has_codes: account.codes.is_some(),
        recovery_left: account.codes.as_ref().map_or(0, |codes| codes.recovery.len()),
        user_name: account.user_name,
        full_name: account.full_name,
        is_active: account.is_active,
        form,
        errors,
        done: "",
        password_min: PASSWORD_MIN,
    })
}
