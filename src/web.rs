//! The web pages: router, layers and server. axum and askama are named only here and below.
//!
//! A handler only translates between HTTP and `app`: it parses, calls one use case on a blocking thread and renders.

mod admin;
mod approvals;
mod asset;
mod client;
mod cookie;
mod deadline;
pub mod edge;
mod error;
mod extract;
mod filters;
mod form;
mod home;
mod layer;
mod login;
mod openings;
mod own;
mod page;
mod petitions;
mod redirect;
mod resend;
pub mod routes;
mod search;
pub mod server;
pub mod table;
pub mod tls;
mod view;

use std::sync::Arc;

use crate::app::App;

/// What every handler is given.
pub(crate) type Shared = Arc<App>;
