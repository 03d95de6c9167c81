//! hyper 0.14 with a tokio broadcast channel for each topic. An event is encoded once; a subscriber that is behind gets all that has
//! gathered in one piece.
use bytes::{Bytes, BytesMut};
use futures_util::stream;
use hyper::{
    header,
    service::{make_service_fn, service_fn},
    Body, Method, Request, Response, Server, StatusCode,
};
use std::{
    collections::HashMap,
    convert::Infallible,
    env,
    net::SocketAddr,
    sync::{Arc, Mutex},
};
use tokio::sync::broadcast::{self, error::RecvError, error::TryRecvError};

const BATCH_BYTES: usize = 64 * 1024;

struct Topic {
    sender: broadcast::Sender<Bytes>,
    events: u64,
}

struct Topics {
    capacity: usize,
    by_name: Mutex<HashMap<String, Topic>>,
}

impl Topics {
    fn subscribe(&self, name: &str) -> broadcast::Receiver<Bytes> {
        let mut topics = self.by_name.lock().unwrap();
        let capacity = self.capacity;
        topics
            .entry(name.to_owned())
            .or_insert_with(|| Topic { sender: broadcast::channel(capacity).0, events: 0 })
            .sender
            .subscribe()
    }

    /// A line is `<topic> <data>`.
    fn publish(&self, line: &str) {
        let Some((name, data)) = line.split_once(' ') else { return };
        let mut topics = self.by_name.lock().unwrap();
        let Some(topic) = topics.get_mut(name) else { return };
        topic.events += 1;
        let _ = topic.sender.send(Bytes::from(format!("id: {}\ndata: {}\n\n", topic.events, data)));
    }
}

async fn next_batch(mut receiver: broadcast::Receiver<Bytes>) -> Option<(Result<Bytes, Infallible>, broadcast::Receiver<Bytes>)> {
    let first = loop {
        match receiver.recv().await {
            Ok(event) => break event,
            Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return None,
        }
    };
    let mut gathered: Option<BytesMut> = None;
    loop {
        match receiver.try_recv() {
            Ok(event) => {
                let all = gathered.get_or_insert_with(|| BytesMut::from(&first[..]));
                all.extend_from_slice(&event);
                if all.len() >= BATCH_BYTES {
                    break;
                }
            }
            Err(TryRecvError::Lagged(_)) => continue,
            Err(_) => break,
        }
    }
    Some((Ok(gathered.map_or(first, BytesMut::freeze)), receiver))
}

async fn handle(request: Request<Body>, topics: Arc<Topics>) -> Result<Response<Body>, hyper::Error> {
    if request.method() == Method::POST && request.uri().path() == "/publish" {
        let body = hyper::body::to_bytes(request.into_body()).await?;
        std::str::from_utf8(&body).unwrap_or("").lines().for_each(|line| topics.publish(line));
        return Ok(status(StatusCode::NO_CONTENT));
    }
    let Some(topic) = request.uri().path().strip_prefix("/stream/") else {
        return Ok(status(StatusCode::NOT_FOUND));
    };
    let events = stream::unfold(topics.subscribe(topic), next_batch);
    Ok(Response::builder()
        .header(header::CONTENT_TYPE, "text/event-stream")
        .header(header::CACHE_CONTROL, "no-cache")
        .body(Body::wrap_stream(events))
        .unwrap())
}

fn status(code: StatusCode) -> Response<Body> {
    Response::builder().status(code).body(Body::empty()).unwrap()
}

fn number(name: &str, otherwise: usize) -> usize {
    env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

fn main() {
    let topics = Arc::new(Topics { capacity: number("CAPACITY", 1024), by_name: Mutex::default() });
    let address = SocketAddr::from(([127, 0, 0, 1], number("PORT", 4000) as u16));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async move {
        let service = make_service_fn(move |_| {
            let topics = topics.clone();
            async move { Ok::<_, Infallible>(service_fn(move |request| handle(request, topics.clone()))) }
        });
        Server::bind(&address).http1_only(true).tcp_nodelay(true).serve(service).await.unwrap();
    });
}
