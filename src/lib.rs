#![doc = include_str!("ARCHITECTURE.md")]

pub mod app;
pub mod cli;
pub mod clock;
pub mod domain;
pub mod exit;
pub mod jobs;
pub mod label;
pub mod practice;
pub mod search;
pub mod store;
pub mod telemetry;
pub mod web;
pub mod workbook;
