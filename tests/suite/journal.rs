//! The journal: what tampers with it is found in a real store file, and nothing that changes anything is left out of it.

mod bytes;
mod chain;
mod console;
mod told;
