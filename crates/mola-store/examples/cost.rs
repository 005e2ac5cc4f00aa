use mola_store::*;
use polars::prelude::*;
use polars_io::prelude::*;
use std::time::Instant;

fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = s.rsplit(')').next().unwrap().split_whitespace().collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) * 10.0
}
struct R(u64);
impl R { fn n(&mut self) -> u64 { self.0 ^= self.0 << 13; self.0 ^= self.0 >> 7; self.0 ^= self.0 << 17; self.0 } }

fn frame(seed: u64, n: usize) -> DataFrame {
    let mut r = R(seed * 7919 + 1);
    let cat = DataType::from_categories(Categories::global());
    let code = |name: &str, k: u64, r: &mut R| {
        let v: Vec<String> = (0..n).map(|_| format!("{name}-{}", r.n() % k)).collect();
        Series::new(name.into(), v).cast(&cat).unwrap().into_column()
    };
    let mut c = vec![];
    for (name, k) in [("kind", 1), ("agency", 1), ("province", 13), ("place", 40), ("sector", 3), ("sex", 2), ("area", 2), ("activity", 30), ("ethnicity", 6)] { c.push(code(name, k, &mut r)); }
    c.push(Series::new("key".into(), (0..n).map(|_| r.n()).collect::<Vec<u64>>()).into_column());
    c.push(Series::new("household".into(), (0..n).map(|_| r.n()).collect::<Vec<u64>>()).into_column());
    c.push(Series::new("date".into(), (0..n).map(|_| 15000 + (r.n() % 31) as i32).collect::<Vec<i32>>()).cast(&DataType::Date).unwrap().into_column());
    c.push(Series::new("age".into(), (0..n).map(|_| Some(15 + (r.n() % 60) as i32).filter(|a| a % 7 != 0)).collect::<Vec<_>>()).into_column());
    c.push(Series::new("hours".into(), (0..n).map(|_| (r.n() % 16) as f64 * 0.5).collect::<Vec<f64>>()).into_column());
    c.push(Series::new("income".into(), (0..n).map(|_| Some((r.n() % 50000) as f64 * 0.01).filter(|a| *a > 90.0)).collect::<Vec<_>>()).into_column());
    c.push(Series::new("sheet".into(), vec![0i32; n]).into_column());
    c.push(Series::new("row".into(), (6..n as i32 + 6).collect::<Vec<i32>>()).into_column());
    DataFrame::new(n, c).unwrap()
}

fn personal(seed: u64, n: usize) -> DataFrame {
    let mut r = R(seed * 104729 + 3);
    let a = ["María", "José", "Ana", "Luis", "Yariela", "Eusebio", "Itzel", "Abdiel"];
    let b = ["Rodríguez", "González", "Sánchez", "Pérez", "Bejerano", "Ábrego", "Santos", "Miranda"];
    let names: Vec<String> = (0..n).map(|_| format!("{} {} {} {}", a[(r.n() % 8) as usize], a[(r.n() % 8) as usize], b[(r.n() % 8) as usize], b[(r.n() % 8) as usize])).collect();
    let ids: Vec<String> = (0..n).map(|_| format!("{}-{}-{}", 1 + r.n() % 9, r.n() % 999, r.n() % 9999)).collect();
    let phones: Vec<String> = (0..n).map(|_| format!("6{:07}", r.n() % 10_000_000)).collect();
    let birth = Series::new("birth".into(), (0..n).map(|_| (r.n() % 15000) as i32).collect::<Vec<_>>()).cast(&DataType::Date).unwrap();
    DataFrame::new(n, vec![Series::new("name".into(), names).into_column(), Series::new("id".into(), ids).into_column(), Series::new("phone".into(), phones).into_column(), birth.into_column()]).unwrap()
}

fn main() {
    let t = Instant::now();
    let mut frames: Vec<_> = (0..60).map(|i| frame(i + 1, 5000)).collect();
    let mut people: Vec<_> = (0..60).map(|i| personal(i + 1, 5000)).collect();
    println!("made in {:?}", t.elapsed());
    for (what, set) in [("frames", &mut frames), ("people", &mut people)] {
        for (name, comp) in [("none", ParquetCompression::Uncompressed), ("lz4", ParquetCompression::Lz4Raw), ("snappy", ParquetCompression::Snappy), ("zstd3", ParquetCompression::Zstd(None))] {
            for (par, stats) in [(false, false), (true, false), (false, true)] {
                let (t, c) = (Instant::now(), cpu());
                let mut bytes = 0;
                let mut one = vec![];
                for f in set.iter_mut() {
                    one.clear();
                    let w = ParquetWriter::new(&mut one).with_compression(comp).set_parallel(par)
                        .with_statistics(if stats { StatisticsOptions::default() } else { StatisticsOptions::empty() });
                    bytes += w.finish(f).unwrap();
                }
                let (tw, cw) = (t.elapsed(), cpu() - c);
                let (t, c) = (Instant::now(), cpu());
                for _ in 0..60 { ParquetReader::new(std::io::Cursor::new(&one)).read_parallel(if par {ParallelStrategy::Auto} else {ParallelStrategy::None}).finish().unwrap(); }
                println!("{what} {name:7} parallel={par:5} stats={stats:5}: write {tw:?} cpu {cw} ms, {} KB; read {:?} cpu {}", bytes / 1024, t.elapsed(), cpu() - c);
            }
        }
    }
    // whole store
    let root = std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    let t = Instant::now();
    let mut store = Store::open(&root).unwrap();
    println!("open new {:?}", t.elapsed());
    let t = Instant::now();
    store.secret().unwrap();
    println!("secret new {:?}", t.elapsed());
    let files = store.files();
    let blobs: Vec<Vec<u8>> = (0..60u64).map(|i| { let mut r = R(i + 99); (0..300_000).map(|_| r.n() as u8).collect() }).collect();
    let (t, c) = (Instant::now(), cpu());
    let digests: Vec<_> = blobs.iter().map(|b| files.put_blob(b).unwrap()).collect();
    println!("60 blobs of 300 KB {:?} cpu {}", t.elapsed(), cpu() - c);
    let t = Instant::now();
    for (i, f) in frames.iter_mut().enumerate() { files.put_segment(&digests[i].to_string(), f).unwrap(); }
    println!("60 segments {:?}", t.elapsed());
    let t = Instant::now(); files.sync().unwrap(); println!("sync {:?}", t.elapsed());
    let t = Instant::now();
    let rows: Vec<_> = people.iter_mut().enumerate().map(|(i, f)| (digests[i].to_string(), Files::encode(f).unwrap())).collect();
    println!("encode people {:?}", t.elapsed());
    let t = Instant::now(); store.put_personal(&rows).unwrap(); println!("put_personal {:?}", t.elapsed());
    let batch = Batch {
        seen: (0..60).map(|i| (format!("a/{i}.xlsx"), Seen { size: 300_000, modified_ns: i, inode: 5, content: digests[i as usize] })).collect(),
        submissions: (0..60).map(|i| Submission { content: digests[i], path: format!("a/{i}.xlsx"), agency: "a".into(), size: 300_000, received: 5, superseded: None }).collect(),
        readings: (0..60).map(|i| Reading { id: digests[i].to_string(), content: digests[i], source: "a".into(), state: ReadingState::Accepted, counts: Default::default(), moment: 5 }).collect(),
        segments: (0..60).map(|i| Segment { id: digests[i].to_string(), reading: digests[i].to_string(), grain: "participation".into(), rows: 5000, meta: "{}".into() }).collect(),
        findings: (0..1000).map(|i| (digests[i % 60].to_string(), mola_finding::Finding::new(mola_finding::Code::NumberUnreadable, mola_finding::Place::file("a/1.xlsx").sheet("Hoja")).with("found", "x"))).collect(),
        audit: vec![],
    };
    let t = Instant::now(); store.commit("p", &batch).unwrap(); println!("commit {:?}", t.elapsed());
    let t = Instant::now(); store.record_run("p", &RunEntry { id: 0, inputs: digests[0], moment: 1, summary: "{}".into(), outputs: vec![] }).unwrap(); println!("record_run {:?}", t.elapsed());
    let t = Instant::now(); drop(store); println!("close {:?}", t.elapsed());
    for _ in 0..3 {
        let t = Instant::now();
        let s = Store::open(&root).unwrap();
        let o = t.elapsed();
        s.seen("p").unwrap(); s.submissions("p").unwrap(); s.find_run("p", &digests[0]).unwrap().unwrap();
        let q = t.elapsed();
        s.findings("p").unwrap(); s.readings("p").unwrap(); s.segments("p").unwrap();
        let f = t.elapsed();
        s.secret().unwrap();
        let v = t.elapsed();
        drop(s);
        println!("open {o:?}, + queries {q:?}, + findings {f:?}, + secret {v:?}, closed {:?}", t.elapsed());
    }
    let s = Store::open(&root).unwrap();
    let f = s.files();
    for cols in [None, Some(["key", "province", "sex", "date"].as_slice())] {
        let (t, c) = (Instant::now(), cpu());
        for d in &digests { f.segment(&d.to_string(), cols).unwrap(); }
        println!("read 60 segments {:?} {:?} cpu {}", cols, t.elapsed(), cpu() - c);
    }
    let (t, c) = (Instant::now(), cpu());
    for d in &digests { Files::decode(&s.personal(&d.to_string()).unwrap().unwrap()).unwrap(); }
    println!("read 60 personal {:?} cpu {}", t.elapsed(), cpu() - c);
}
