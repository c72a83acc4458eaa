//! `stairwell import`: real lists and made-up ones, through the library and the command line.

mod gurnos;
