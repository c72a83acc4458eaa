//! organise
