//! Sign-in in one step or two, sign-out, and the first start, where the office is named and its first administrator made.
//!
//! Too many wrong tries are answered with 429 on the same page, before any password is compared.

use askama::Template;
use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::client::Client;
use super::error::{PageError, PageResult};
use super::extract::{Form, Query};
use super::form::{FieldErrors, blocking, encode, hashing};
use super::page::html;
use super::{Shared, asset, cookie};
use crate::app::account::{FULL_NAME_MAX, PASSWORD_MIN};
use crate::app::error::{AppError, Refused};
use crate::app::session::{self, Caller, FirstAdministrator, SignIn};
use crate::app::settings::OFFICE_NAME_MAX;
use crate::domain::text;
use crate::label;

#[derive(Template)]
#[template(path = "login.html", config = "assets/askama.toml")]
struct LoginPage {
    office: String,
    style: String,
    icon: String,
    next: String,
    user_name: String,
    error: String,
}

#[derive(Template)]
#[template(path = "login_code.html", config = "assets/askama.toml")]
struct CodePage {
    style: String,
    icon: String,
    next: String,
    error: String,
}

#[derive(Template)]
#[template(path = "setup.html", config = "assets/askama.toml")]
struct SetupPage {
    style: String,
    icon: String,
    form: SetupForm,
    errors: FieldErrors,
    password_min: usize,
}

#[derive(Deserialize)]
pub(super) struct Next {
    #[serde(default)]
    tiep: String,
}

#[derive(Deserialize)]
pub(super) struct LoginForm {
    ten: String,
    mat_khau: String,
    #[serde(default)]
    tiep: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct CodeForm {
    ma: String,
    tiep: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SetupForm {
    ma: String,
    co_quan: String,
    ten: String,
    ho_ten: String,
    mat_khau: String,
    mat_khau_lai: String,
}

/// Only a path of ours is followed after sign-in.
fn safe_next(next: &str) -> &str {
    // Browsers drop tabs and line ends from an address: "/\t/x.vn" would be "//x.vn".
    let is_foreign = |c: char| c == '\\' || c.is_control();
    if next.starts_with('/') && !next.starts_with("//") && !next.contains(is_foreign) {
        next
    } else {
        "/"
    }
}

fn login_page(app: &Shared, next: &str, user_name: String, error: String) -> LoginPage {
    LoginPage {
        office: app.office().name.clone(),
        style: asset::address("app.css"),
        icon: asset::address("icon.svg"),
        next: safe_next(next).to_owned(),
        user_name,
        error,
    }
}

pub(super) async fn show(State(app): State<Shared>, Query(next): Query<Next>) -> PageResult {
    html(&login_page(&app, &next.tiep, String::new(), String::new()))
}

pub(super) async fn submit(
    State(app): State<Shared>,
    client: Client,
    caller: Caller,
    headers: HeaderMap,
    Form(form): Form<LoginForm>,
) -> PageResult {
    let LoginForm { ten, mat_khau, tiep } = form;
    let user_name = ten.clone();
    let admitted = blocking(&app, move |app| session::knock(app, &user_name, &caller)).await;
    let entry = match admitted {
        Ok(attempt) => hashing(&app, move |app| session::sign_in(app, &attempt, &mat_khau)).await,
        Err(error) => Err(error),
    };
    let (cookies, address) = match entry {
        Ok(SignIn::Done(entered)) => (cookie::of(entered, client), safe_next(&tiep).to_owned()),
        Ok(SignIn::CodeNeeded(token)) => {
            let address = format!("/dang-nhap/ma?tiep={}", encode(safe_next(&tiep)));
            (cookie::holding(token, client), address)
        }
        Err(PageError::App(AppError::Refused(reason))) => {
            let page = login_page(&app, &tiep, ten, label::refusal(&reason));
            return Ok(refused(&reason, html(&page)?));
        }
        Err(error) => return Err(error),
    };
    end_old(&app, client, &headers).await?;
    Ok((cookies, Redirect::to(&address)).into_response())
}

/// A page with what was refused: 429 with the time to wait where it was too often.
fn refused(reason: &Refused, page: Response) -> Response {
    if let Refused::TooManyTries(seconds) = reason {
        let wait = [(RETRY_AFTER, seconds.to_string())];
        (StatusCode::TOO_MANY_REQUESTS, wait, page).into_response()
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    }
}

/// Ends the session that the browser had until now: a token is of one sign-in.
async fn end_old(app: &Shared, client: Client, headers: &HeaderMap) -> Result<(), PageError> {
    match cookie::token(headers, client) {
        Some(token) => {
            blocking(app, move |app| session::sign_out(app, &token, client.place())).await
        }
        None => Ok(()),
    }
}

pub(super) async fn show_code(
    State(app): State<Shared>,
    client: Client,
    headers: HeaderMap,
    Query(next): Query<Next>,
) -> PageResult {
    let token = cookie::token(&headers, client).unwrap_or_default();
    if !session::awaits_code(&app, &token) {
        return Ok(Redirect::to("/dang-nhap").into_response());
    }
    html(&code_page(&next.tiep, String::new()))
}

pub(super) async fn submit_code(
    State(app): State<Shared>,
    client: Client,
    caller: Caller,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> PageResult {
    let CodeForm { ma, tiep } = form;
    let token = cookie::token(&headers, client).unwrap_or_default();
    match blocking(&app, move |app| session::give_code(app, &token, &ma, &caller)).await {
        Ok(entered) => {
            let to = Redirect::to(safe_next(&tiep));
            Ok((cookie::of(entered, client), to).into_response())
        }
        Err(PageError::App(AppError::Refused(
            reason @ (Refused::SignInLapsed | Refused::WrongCredentials),
        ))) => {
            let lapsed = label::refusal(&Refused::SignInLapsed);
            let page = login_page(&app, &tiep, String::new(), lapsed);
            Ok(refused(&reason, html(&page)?))
        }
        Err(PageError::App(AppError::Refused(reason))) => {
            let page = code_page(&tiep, label::refusal(&reason));
            Ok(refused(&reason, html(&page)?))
        }
        Err(error) => Err(error),
    }
}

fn code_page(next: &str, error: String) -> CodePage {
    let (style, icon) = (asset::address("app.css"), asset::address("icon.svg"));
    CodePage { style, icon, next: safe_next(next).to_owned(), error }
}

pub(super) async fn sign_out(
    State(app): State<Shared>,
    client: Client,
    headers: HeaderMap,
) -> PageResult {
    end_old(&app, client, &headers).await?;
    Ok((cookie::gone(client), Redirect::to("/dang-nhap")).into_response())
}

fn setup_page(form: SetupForm, errors: FieldErrors) -> SetupPage {
    SetupPage {
        style: asset::address("app.css"),
        icon: asset::address("icon.svg"),
        form,
        errors,
        password_min: PASSWORD_MIN,
    }
}

pub(super) async fn show_setup(
    State(app): State<Shared>,
    Query(form): Query<SetupForm>,
) -> PageResult {
    let key = form.ma.clone();
    if !blocking(&app, move |app| session::setup_is_open(app, &key)).await? {
        return Err(AppError::from(Refused::SetupClosed).into());
    }
    html(&setup_page(SetupForm { ma: form.ma, ..SetupForm::default() }, FieldErrors::default()))
}

pub(super) async fn submit_setup(
    State(app): State<Shared>,
    client: Client,
    Form(mut form): Form<SetupForm>,
) -> PageResult {
    let mut errors = FieldErrors::default();
    let lines =
        [("co_quan", &form.co_quan, OFFICE_NAME_MAX), ("ho_ten", &form.ho_ten, FULL_NAME_MAX)];
    for (field, value, limit) in lines {
        if let Err(error) = text::line(value, limit) {
            errors.add(field, label::text_error(&error));
        }
    }
    if form.mat_khau != form.mat_khau_lai {
        errors.add("mat_khau_lai", "Hai lần nhập không giống nhau.");
    }
    if errors.is_empty() {
        let administrator = FirstAdministrator {
            user_name: form.ten.clone(),
            full_name: form.ho_ten.clone(),
            password: form.mat_khau.clone(),
        };
        let (key, office) = (form.ma.clone(), form.co_quan.clone());
        let done = hashing(&app, move |app| {
            session::set_up(app, &key, &office, administrator, client.place())
        });
        match done.await {
            Ok(()) => return Ok(Redirect::to("/dang-nhap").into_response()),
            Err(PageError::App(AppError::Refused(reason))) => errors.refuse(reason, "co_quan")?,
            Err(error) => return Err(error),
        }
    }
    form.mat_khau.clear();
    form.mat_khau_lai.clear();
    let page = html(&setup_page(form, errors))?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn sign_in_leads_only_to_our_own_pages() {
        assert_eq!(safe_next("/don?loai=KN"), "/don?loai=KN");
        for foreign in [
            "https://x.vn/",
            "//x.vn",
            "/\\x.vn",
            "/\t/x.vn",
            "/\n/x.vn",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(safe_next(foreign), "/", "{foreign}");
        }
    }
}
