//! Hostile files in one inbox with good ones: whatever they are, each comes out as expected, the good
//! ones are counted, and the process lives within its means. See `fixtures/hostile/README.md`.

use mola_tests::hostile::deviations;

/// So many orders, or as many as the environment asks for: `cargo xtask hostile` asks for more.
const ORDERS: u64 = 2;

#[test]
fn every_file_comes_out_as_expected_in_any_order() {
    let asked = std::env::var("HOSTILE_ORDERS").ok().and_then(|orders| orders.parse().ok());
    for seed in 1..=asked.unwrap_or(ORDERS) {
        let (files, found) = deviations(seed).expect("files can be made and mola is built");
        assert!(files > 120, "{files} files");
        assert!(found.is_empty(), "order {seed}, {} of {files} files:\n{}", found.len(), found.join("\n"));
    }
}
