"""tweepy, led to the fake of X.

python -m tests.witnesses.run_tweepy TOKEN WORD…

Words: `post ID`, `user NAME`, `posts USER`. Each post is told as an object a line, with the objects
of its media in the order that its keys give.
"""

import json
import sys

import tweepy

from tests.witnesses.leading import lead

FIELDS = {
    "expansions": ["attachments.media_keys", "author_id"],
    "media_fields": ["alt_text", "height", "type", "url", "width"],
    "tweet_fields": ["attachments", "created_at", "public_metrics", "possibly_sensitive"],
    "user_fields": ["protected"],
}


def main(token, word, *rest):
    """Sign in with a bearer token, and say what the site tells."""
    client = tweepy.Client(token)
    lead(client.session)
    for told in WORDS[word](client, *rest):
        print(json.dumps(told, ensure_ascii=False))


def post(client, number):
    yield from told(client.get_tweet(number, **FIELDS), single=True)


def user(client, name):
    yield client.get_user(username=name, user_fields=["protected"]).data.data


def posts(client, number):
    asked = {**FIELDS, "id": number, "max_results": 5, "exclude": ["retweets"]}
    for batch in tweepy.Paginator(client.get_users_tweets, **asked):
        yield from told(batch)


def told(answer, *, single=False):
    media = {one.media_key: one.data for one in answer.includes.get("media", ())}
    users = {str(one.id): one.data for one in answer.includes["users"]}
    for tweet in [answer.data] if single else answer.data or ():
        keys = (tweet.attachments or {}).get("media_keys", ())
        own = [media[key] for key in keys]
        author = users[tweet.data["author_id"]]
        yield {"post": tweet.data, "media": own, "user": author, "at": str(tweet.created_at)}


WORDS = {"post": post, "user": user, "posts": posts}


if __name__ == "__main__":
    main(*sys.argv[1:])
