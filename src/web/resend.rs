//! A form that was sent after the session had ended: its page shows what was typed, to be sent once more.
//!
//! A layer around every route that takes a form, so that no page can forget it. It reads the form beside the handler,
//! and shows it again when the handler answers that nobody is signed in. Passwords are not shown again: a form that came too
//! often for its address ([`too_often`]) asks for them anew. Nor is anything shown after signing out: whoever sits down
//! next could let the browser send an old form once more, and read it.

use std::error::Error;
use std::time::Duration;

use askama::Template;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use tower_http::timeout::TimeoutError;

use super::asset;
use super::client::Client;
use super::cookie;
use super::error::{FORM_UNREADABLE, NobodySignedIn, PageError, PageResult, TurnedAway};
use super::extract::Form;
use crate::domain::id::AccountId;

/// What fields of passwords are called, or begin with.
const PASSWORDS: &str = "mat_khau";
/// What the field of the name to sign in with is called.
const USER_NAME: &str = "ten";
/// Longest form at a door that needs no session, in bytes, and how long it is waited for to be shown again.
const DOOR_BYTES: usize = 64 << 10;
const DOOR_TIME: Duration = Duration::from_secs(5);
/// Shorter values are choices and numbers: the page shows what would be a pity to type again.
const WORTH_SHOWING: usize = 12;

/// For whom a form was made, as it says itself: it goes with the request.
#[derive(Debug, Clone, Copy)]
pub(super) struct MadeFor(pub(super) AccountId);

/// What every form of a signed-in person has.
#[derive(Deserialize)]
struct Marked {
    #[serde(default)]
    nguoi_mo: String,
}

#[derive(Template)]
#[template(path = "resend.html", config = "assets/askama.toml")]
struct ResendPage {
    style: String,
    icon: String,
    address: String,
    fields: Vec<(String, String)>,
}

/// A form without a session that came too often.
#[derive(Template)]
#[template(path = "too_often.html", config = "assets/askama.toml")]
struct TooOftenPage {
    style: String,
    icon: String,
    address: String,
    seconds: u64,
    user_name: Option<String>,
    /// Fields of passwords, which are typed again.
    passwords: Vec<(String, &'static str)>,
    fields: Vec<(String, String)>,
}

impl ResendPage {
    /// What was typed, the long texts of it.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let typed = self.fields.iter().map(|(_, value)| value.as_str());
        typed.filter(|text| text.chars().count() >= WORTH_SHOWING && text.contains([' ', '\n']))
    }
}

/// Passes a form on; `limit` is its greatest length in bytes.
pub(super) async fn keep_typed(limit: usize, request: Request, next: Next) -> Response {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_form = kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if request.method() != Method::POST || !is_form {
        return next.run(request).await;
    }
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str()).to_owned();
    let (parts, body) = request.into_parts();
    let body = match to_bytes(body, limit).await {
        Ok(body) => body,
        Err(error) => return unread(&error).into_response(),
    };
    let client = parts.extensions.get::<Client>().copied().unwrap_or_default();
    let was_signed_in = cookie::token(&parts.headers, client).is_some();
    let mut passed_on = Request::from_parts(parts, Body::from(body.clone()));
    if let Ok(Form(Marked { nguoi_mo })) = read(body.clone()).await
        && let Ok(account) = nguoi_mo.parse()
    {
        passed_on.extensions_mut().insert(MadeFor(account));
    }
    let response = next.run(passed_on).await;
    if !was_signed_in || response.extensions().get::<NobodySignedIn>().is_none() {
        return response;
    }
    match page(address, body).await {
        Ok(page) => page,
        Err(error) => error.into_response(),
    }
}

/// Why a form did not come whole.
fn unread(error: &axum::Error) -> TurnedAway {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(found) = cause {
        if found.is::<TimeoutError>() {
            return TurnedAway::TooSlow;
        }
        cause = found.source();
    }
    TurnedAway::TooLong
}

/// The answer to a form that came too often from its address: the same form, to be sent after the wait.
pub(super) async fn too_often(wait: Duration, request: Request) -> Response {
    let seconds = wait.as_secs() + 1;
    let address = request.uri().path().to_owned();
    let read = tokio::time::timeout(DOOR_TIME, to_bytes(request.into_body(), DOOR_BYTES)).await;
    let body = read.ok().and_then(Result::ok).unwrap_or_default();
    let page = match fields_of(body).await {
        Ok(fields) => too_often_page(address, seconds, fields),
        Err(error) => Err(error),
    };
    match page {
        Ok(page) => {
            let retry = [(RETRY_AFTER, seconds.to_string())];
            (StatusCode::TOO_MANY_REQUESTS, retry, page).into_response()
        }
        Err(error) => error.into_response(),
    }
}

fn too_often_page(
    address: String,
    seconds: u64,
    mut fields: Vec<(String, String)>,
) -> PageResult<Html<String>> {
    let passwords = fields.extract_if(.., |(name, _)| name.starts_with(PASSWORDS));
    let passwords = passwords.map(|(name, _)| {
        let label = if name == PASSWORDS { "Mật khẩu" } else { "Nhập lại mật khẩu" };
        (name, label)
    });
    let passwords = passwords.collect();
    let user_name = fields.extract_if(.., |(name, _)| name == USER_NAME).map(|(_, value)| value);
    let user_name = user_name.last();
    let (style, icon) = (asset::address("app.css"), asset::address("icon.svg"));
    let page = TooOftenPage { style, icon, address, seconds, user_name, passwords, fields };
    Ok(Html(page.render()?))
}

async fn fields_of(body: Bytes) -> PageResult<Vec<(String, String)>> {
    let Form(fields) = read(body).await?;
    Ok(fields)
}

async fn page(address: String, body: Bytes) -> PageResult {
    let mut fields = fields_of(body).await?;
    fields.retain(|(name, _)| !name.starts_with(PASSWORDS));
    let page = ResendPage {
        style: asset::address("app.css"),
        icon: asset::address("icon.svg"),
        address,
        fields,
    };
    Ok((StatusCode::UNAUTHORIZED, Html(page.render()?)).into_response())
}

/// The form once more, beside its handler.
async fn read<T: DeserializeOwned>(body: Bytes) -> PageResult<Form<T>> {
    let form = Request::post("/")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .map_err(|_| PageError::BadRequest(FORM_UNREADABLE))?;
    Form::from_request(form, &()).await
}
