//! How a route comes into being: with what it needs of who asks, checked before its handler runs.
//!
//! `Table` is the only place that hands a handler to the router, and takes none without [`Needs`]; the tests walk the
//! same declarations ([`super::routes::table`]). A handler takes the person from `SignedIn` and does not
//! ask again; what a use case must know at the moment of its write it asks within its transaction.

use std::convert::Infallible;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, MatchedPath, Request, State};
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};

use super::Shared;
use super::error::PageError;
use super::extract::{PetitionPath, signed_in};
use super::form::blocking;
use super::resend::{self, MadeFor};
use crate::app::error::AppError;
use crate::app::{App, browse, journal};
use crate::domain::id::PetitionId;
use crate::domain::journal::{Denial, Who};
use crate::domain::permission::{self, Actor};

/// Longest form, in bytes.
const FORM_BYTES: usize = 1 << 20;

/// What a route needs of who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: signing in, and the files of the pages.
    Anybody,
    /// A person who is signed in, even one who must set up one-time codes before anything else.
    OwnCodes,
    /// A person who is signed in.
    SignedIn,
    /// A post that carries the right.
    Right(permission::Right),
    /// The right to read petitions, and the petition of the address (`{year}/{serial}`) within reach: one out of reach is as
    /// if it did not exist.
    Petition,
}

impl Needs {
    /// The right that a post must carry.
    pub fn right(self) -> Option<permission::Right> {
        match self {
            Self::Anybody | Self::OwnCodes | Self::SignedIn => None,
            Self::Right(right) => Some(right),
            Self::Petition => Some(permission::Right::ReadPetitions),
        }
    }

    /// Lets the request through, with the person in it, or says why not.
    async fn admit(self, app: &Shared, parts: &mut Parts) -> Result<(), PageError> {
        if self == Self::Anybody {
            return Ok(());
        }
        let visitor = signed_in(app, parts).await?;
        let actor = visitor.actor.clone();
        parts.extensions.insert(actor.clone());
        // A browser sends a form of its history once more, whoever is signed in by then.
        if parts.extensions.get().is_some_and(|MadeFor(account)| *account != actor.account) {
            return Err(PageError::ForeignForm);
        }
        if visitor.must_set_up_codes && self != Self::OwnCodes {
            return Err(PageError::SetUpCodes);
        }
        parts.extensions.insert(visitor);
        if let Some(right) = self.right() {
            permission::require(&actor, right).map_err(AppError::from)?;
        }
        if self == Self::Petition {
            let PetitionPath(id) = PetitionPath::from_request_parts(parts, app).await?;
            blocking(app, move |app| browse::must_reach(app, &actor, id)).await?;
        }
        Ok(())
    }
}

/// One declaration.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Address, with its parameters in braces.
    pub pattern: &'static str,
    /// What it needs.
    pub needs: Needs,
}

/// The declarations, and the router that they make.
pub(super) struct Table {
    pub(super) router: Router<Shared>,
    pub(super) routes: Vec<Route>,
}

impl Table {
    pub(super) fn new() -> Self {
        Self { router: Router::new(), routes: Vec::new() }
    }

    /// A page to open.
    pub(super) fn get<H, T>(self, pattern: &'static str, needs: Needs, handler: H) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        let page = guarded(MethodFilter::GET, needs, handler);
        self.with(Route { method: "GET", pattern, needs }, page)
    }

    /// A form to send. What was typed is shown again where the session has ended meanwhile.
    pub(super) fn post<H, T>(self, pattern: &'static str, needs: Needs, handler: H) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        let form = guarded(MethodFilter::POST, needs, handler)
            .layer::<_, Infallible>(middleware::from_fn(async |request, next| {
                resend::keep_typed(FORM_BYTES, request, next).await
            }))
            .layer(DefaultBodyLimit::max(FORM_BYTES));
        self.with(Route { method: "POST", pattern, needs }, form)
    }

    /// A file to send, of so many bytes at most.
    pub(super) fn upload<H, T>(
        self,
        pattern: &'static str,
        needs: Needs,
        bytes: usize,
        handler: H,
    ) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        let file = guarded(MethodFilter::POST, needs, handler).layer(DefaultBodyLimit::max(bytes));
        self.with(Route { method: "POST", pattern, needs }, file)
    }

    fn with(mut self, route: Route, handler: MethodRouter<Shared>) -> Self {
        self.router = self.router.route(route.pattern, handler);
        self.routes.push(route);
        self
    }
}

fn guarded<H, T>(method: MethodFilter, needs: Needs, handler: H) -> MethodRouter<Shared>
where
    H: Handler<T, Shared>,
    T: 'static,
{
    on(method, move |State(app): State<Shared>, request: Request| {
        admitted(needs, handler.clone(), app, request)
    })
}

/// The handler's answer, if the route's needs are met.
async fn admitted<H, T>(needs: Needs, handler: H, app: Shared, request: Request) -> Response
where
    H: Handler<T, Shared>,
    T: 'static,
{
    let (mut parts, body) = request.into_parts();
    let admitted = needs.admit(&app, &mut parts).await;
    let asked = Asked::of(&mut parts, &app).await;
    let response = match admitted {
        Ok(()) => handler.call(Request::from_parts(parts, body), Shared::clone(&app)).await,
        Err(error) => error.into_response(),
    };
    asked.note_refusal(&app, response.status());
    response
}

/// Who asked for what: for the journal, when it is refused.
struct Asked {
    who: Option<Actor>,
    route: String,
    petition: Option<PetitionId>,
}

impl Asked {
    async fn of(parts: &mut Parts, app: &Shared) -> Self {
        let pattern = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
        let route = format!("{} {}", parts.method, pattern.unwrap_or_default());
        let petition = PetitionPath::from_request_parts(parts, app).await.ok();
        let who = parts.extensions.get::<Actor>().cloned();
        Self { who, route, petition: petition.map(|PetitionPath(id)| id) }
    }

    /// A petition that is there and out of reach is refused, whatever the page says.
    fn note_refusal(self, app: &App, status: StatusCode) {
        let is_hidden = || self.petition.is_some_and(|id| browse::is_there(app, id));
        let is_refused =
            status == StatusCode::FORBIDDEN || status == StatusCode::NOT_FOUND && is_hidden();
        if let Some(actor) = self.who.filter(|_| is_refused) {
            let what = journal::Refused::Access(Denial::Route(self.route), self.petition);
            app.note_refusal(Who::Account(actor.account), actor.from, what);
        }
    }
}
