//! A form that was sent after the session had ended: its page shows what was typed, to be sent once more.
//!
//! A layer around every route that takes a form, so that no page can forget it. It reads the form beside the handler,
//! and shows it again when the handler answers that nobody is signed in. Passwords are not shown again.

use askama::Template;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use super::asset;
use super::error::{FORM_UNREADABLE, NobodySignedIn, PageError, PageResult};
use super::extract::Form;

/// What fields of passwords are called, or begin with.
const PASSWORDS: &str = "mat_khau";
/// Shorter values are choices and numbers: the page shows what would be a pity to type again.
const WORTH_SHOWING: usize = 12;

#[derive(Template)]
#[template(path = "resend.html", config = "assets/askama.toml")]
struct ResendPage {
    style: String,
    icon: String,
    address: String,
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
    let Ok(body) = to_bytes(body, limit).await else {
        return PageError::BadRequest(FORM_UNREADABLE).into_response();
    };
    let passed_on = Request::from_parts(parts, Body::from(body.clone()));
    let response = next.run(passed_on).await;
    if response.extensions().get::<NobodySignedIn>().is_none() {
        return response;
    }
    match page(address, body).await {
        Ok(page) => page,
        Err(error) => error.into_response(),
    }
}

async fn page(address: String, body: Bytes) -> PageResult {
    let form = Request::post(&address)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .map_err(|_| PageError::BadRequest(FORM_UNREADABLE))?;
    let Form(mut fields) = Form::<Vec<(String, String)>>::from_request(form, &()).await?;
    fields.retain(|(name, _)| !name.starts_with(PASSWORDS));
    let page = ResendPage {
        style: asset::address("app.css"),
        icon: asset::address("icon.svg"),
        address,
        fields,
    };
    Ok((StatusCode::UNAUTHORIZED, Html(page.render()?)).into_response())
}
