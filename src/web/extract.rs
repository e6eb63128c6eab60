//! Extractors: who acts, which petition. A rejection is an error page, never axum's own text.

use axum::extract::{FromRequestParts, Path};
use axum::http::Method;
use axum::http::request::Parts;
use axum_extra::extract::cookie::CookieJar;

use super::Shared;
use super::error::PageError;
use super::form::blocking;
use crate::app::session;
use crate::domain::id::PetitionId;
use crate::domain::permission::{Actor, Right};

/// Name of the session cookie.
pub(super) const SESSION_COOKIE: &str = "donthu_phien";

/// The signed-in person; without one the page of sign-in answers.
#[derive(Debug)]
pub(super) struct SignedIn(pub(super) Actor);

impl SignedIn {
    /// The person, who must have this right.
    pub(super) fn with(self, right: Right) -> Result<Actor, PageError> {
        if self.0.has(right) {
            Ok(self.0)
        } else {
            Err(crate::app::error::AppError::Forbidden.into())
        }
    }
}

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, PageError> {
        let token = CookieJar::from_headers(&parts.headers)
            .get(SESSION_COOKIE)
            .map(|cookie| cookie.value().to_owned());
        if let Some(token) = token
            && let Some(actor) = blocking(app, move |app| session::actor(app, &token)).await?
        {
            return Ok(Self(actor));
        }
        // What was sent can't be sent again by following its address, which may not even be a page.
        let asked = parts.uri.path_and_query().filter(|_| parts.method == Method::GET);
        let next = asked.map_or("/", |address| address.as_str());
        Err(PageError::SignIn { next: next.to_owned() })
    }
}

/// The petition in an address `/don/{year}/{serial}`.
#[derive(Debug)]
pub(super) struct PetitionPath(pub(super) PetitionId);

impl<S: Send + Sync> FromRequestParts<S> for PetitionPath {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let Path((year, serial)): Path<(String, String)> =
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
