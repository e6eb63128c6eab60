//! Extractors: who acts, which petition. A rejection is an error page, never axum's own text.

use std::convert::Infallible;

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::Method;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Shared;
use super::client::Client;
use super::cookie;
use super::error::{FORM_UNREADABLE, PageError};
use super::form::blocking;
use crate::app::account::Confirmed;
use crate::app::error::AppError;
use crate::app::session::{self, Caller, Visitor};
use crate::domain::id::PetitionId;
use crate::domain::permission::Actor;
use crate::label;

/// The person whom the route table has let in; a route that takes one says so there.
#[derive(Debug)]
pub(super) struct SignedIn(pub(super) Actor);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let actor = parts.extensions.get::<Actor>().cloned();
        let undeclared = || AppError::Internal("a route for anybody asks who it is".into());
        Ok(Self(actor.ok_or_else(undeclared)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let client = Client::in_request(parts);
        let agent = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self {
            address: client.address,
            browser: label::browser(agent.unwrap_or_default()),
            mark: cookie::mark(&parts.headers, client),
        })
    }
}

/// The same person with their session, and from where they ask: for the pages of one's own account.
#[derive(Debug)]
pub(super) struct Own {
    pub(super) visitor: Visitor,
    pub(super) caller: Caller,
}

impl Own {
    /// What the password confirms.
    pub(super) fn confirmed(&self, password: String) -> Confirmed {
        Confirmed { visitor: self.visitor.clone(), caller: self.caller.clone(), password }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Own {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Ok(caller) = Caller::from_request_parts(parts, state).await;
        let visitor = parts.extensions.get::<Visitor>().cloned();
        let undeclared = || AppError::Internal("a route for anybody asks whose it is".into());
        Ok(Self { visitor: visitor.ok_or_else(undeclared)?, caller })
    }
}

/// Who is signed in; without anybody the page of sign-in answers.
pub(super) async fn signed_in(app: &Shared, parts: &Parts) -> Result<Visitor, PageError> {
    let client = Client::in_request(parts);
    if let Some(token) = cookie::token(&parts.headers, client)
        && let Some(visitor) = blocking(app, move |app| session::visitor(app, &token)).await?
    {
        let actor = Actor { from: client.place(), ..visitor.actor };
        return Ok(Visitor { actor, ..visitor });
    }
    // What was sent can't be sent again by following its address, which may not even be a page.
    let asked = parts.uri.path_and_query().filter(|_| parts.method == Method::GET);
    let next = asked.map_or("/", |address| address.as_str());
    Err(PageError::SignIn { next: next.to_owned() })
}

/// Values of an address. What can't be read is an error page of ours.
#[derive(Debug)]
pub(super) struct Query<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let read = axum_extra::extract::Query::try_from_uri(&parts.uri);
        let axum_extra::extract::Query(values) =
            read.map_err(|_| PageError::BadRequest("Địa chỉ trang có phần không đọc được."))?;
        Ok(Self(values))
    }
}

/// Fields of a posted form. What can't be read, or is too long, is an error page of ours.
#[derive(Debug)]
pub(super) struct Form<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let read = axum_extra::extract::Form::from_request(request, state).await;
        let axum_extra::extract::Form(fields) =
            read.map_err(|_| PageError::BadRequest(FORM_UNREADABLE))?;
        Ok(Self(fields))
    }
}

/// The petition in an address `/don/{year}/{serial}…`.
#[derive(Debug)]
pub(super) struct PetitionPath(pub(super) PetitionId);

#[derive(Deserialize)]
struct Number {
    year: String,
    serial: String,
}

impl<S: Send + Sync> FromRequestParts<S> for PetitionPath {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Path(Number { year, serial }): Path<Number> =
            Path::from_request_parts(parts, state).await.map_err(|_| PageError::NotFound)?;
        format!("{year}/{serial}").parse().map(Self).map_err(|_| PageError::NotFound)
    }
}

/// A numbered thing in an address.
#[derive(Debug)]
pub(super) struct NumberPath<N>(pub(super) N);

impl<S: Send + Sync, N: std::str::FromStr> FromRequestParts<S> for NumberPath<N> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Path(raw): Path<String> =
            Path::from_request_parts(parts, state).await.map_err(|_| PageError::NotFound)?;
        raw.parse().map(Self).map_err(|_| PageError::NotFound)
    }
}
