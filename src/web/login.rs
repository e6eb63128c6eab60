//! Sign-in, sign-out and the first start, where the office is named and its first administrator made.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use serde::Deserialize;
use tokio::sync::Semaphore;

use super::client::Client;
use super::error::{PageError, PageResult};
use super::extract::{Form, Query, SESSION_COOKIE};
use super::form::{FieldErrors, blocking};
use super::page::html;
use super::{Shared, asset};
use crate::app::account::{FULL_NAME_MAX, PASSWORD_MIN};
use crate::app::error::{AppError, Refused};
use crate::app::session::{self, FirstAdministrator};
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
pub(super) struct SetupForm {
    ma: String,
    co_quan: String,
    ten: String,
    ho_ten: String,
    mat_khau: String,
    mat_khau_lai: String,
}

/// Passwords that are checked at once.
static CHECKS: Semaphore = Semaphore::const_new(2);

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
    jar: CookieJar,
    Form(form): Form<LoginForm>,
) -> PageResult {
    let LoginForm { ten, mat_khau, tiep } = form;
    let (user_name, from) = (ten.clone(), client.place());
    // Each check costs 19 MiB by design: a crowd of them waits here, not on the threads that answer pages.
    let _turn = CHECKS.acquire().await.map_err(|error| AppError::Internal(error.to_string()))?;
    match blocking(&app, move |app| session::sign_in(app, &user_name, &mat_khau, from)).await {
        Ok(token) => {
            let cookie = Cookie::build((SESSION_COOKIE, token))
                .path("/")
                .http_only(true)
                .same_site(SameSite::Lax);
            Ok((jar.add(cookie), Redirect::to(safe_next(&tiep))).into_response())
        }
        Err(PageError::App(AppError::Refused(reason @ Refused::WrongCredentials))) => {
            let page = login_page(&app, &tiep, ten, label::refusal(&reason));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn sign_out(
    State(app): State<Shared>,
    client: Client,
    jar: CookieJar,
) -> PageResult {
    if let Some(token) = jar.get(SESSION_COOKIE).map(|cookie| cookie.value().to_owned()) {
        blocking(&app, move |app| session::sign_out(app, &token, client.place())).await?;
    }
    let gone = Cookie::build(SESSION_COOKIE).path("/");
    Ok((jar.remove(gone), Redirect::to("/dang-nhap")).into_response())
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
        let done = blocking(&app, move |app| {
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
